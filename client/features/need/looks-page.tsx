import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { Table } from '../../components/table.tsx';
import type { NeedLooks } from '../../lib/contract.ts';
import { formatDay, formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';

/** Who looked at a need: who opened it, and in whose lists it stood. */
export function LooksPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const looks = useGet<NeedLooks>(api(`needs/${id}/looks`));
  return <Loaded query={looks}>{(found) => <LooksView looks={found} />}</Loaded>;
}

function LooksView({ looks: { need, opened, seen } }: { looks: NeedLooks }) {
  const { t } = useTranslation('needs');
  const { page } = usePaths();
  const title = t('numbered', { number: need.number, title: need.title });
  return (
    <div className="space-y-10">
      <div>
        <Breadcrumb
          items={[
            { name: t('list.title'), to: page('needs') },
            { name: title, to: page(`needs/${need.id}`) },
            { name: t('looks.title') },
          ]}
        />
        <PageTitle title={t('looks.title')} />
        <p className="prose-line mt-2">{t('looks.help')}</p>
      </div>
      <Section title={t('looks.opened')}>
        {opened.length === 0 ? (
          <EmptyState title={t('looks.nobodyOpened')} />
        ) : (
          <Table
            caption={t('looks.opened')}
            rows={opened}
            columns={[
              { key: 'at', header: t('looks.at'), short: true, cell: (look) => formatInstant(look.at) },
              { key: 'by', header: t('looks.by'), short: true, cell: (look) => look.by },
              { key: 'what', header: t('looks.what'), cell: (look) => look.what },
              {
                key: 'names',
                header: t('looks.names'),
                short: true,
                cell: (look) => t(look.names ? 'looks.named' : 'looks.unnamed'),
              },
            ]}
          />
        )}
      </Section>
      <Section title={t('looks.seen')}>
        {seen.length === 0 ? (
          <EmptyState title={t('looks.nobodySaw')} />
        ) : (
          <Table
            caption={t('looks.seen')}
            rows={seen.map((look) => ({ ...look, id: `${look.day} ${look.by}` }))}
            columns={[
              { key: 'day', header: t('looks.day'), short: true, cell: (look) => formatDay(look.day) },
              { key: 'by', header: t('looks.by'), short: true, cell: (look) => look.by },
              {
                key: 'times',
                header: t('looks.times'),
                short: true,
                cell: (look) => t('looks.count', { count: look.times }),
              },
            ]}
          />
        )}
      </Section>
    </div>
  );
}
