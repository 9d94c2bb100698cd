import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/empty-state.tsx';
import { Section } from '../components/page-title.tsx';
import { Table } from '../components/table.tsx';
import type { NeedLooks } from '../lib/contract.ts';
import { formatDay, formatInstant } from '../lib/dates.ts';

/** Who opened a resident's records, and in whose lists they stood. */
export function Looks({ opened, seen }: Pick<NeedLooks, 'opened' | 'seen'>) {
  const { t } = useTranslation('needs');
  return (
    <>
      <Section title={t('needs:looks.opened')}>
        {opened.length === 0 ? (
          <EmptyState title={t('needs:looks.nobodyOpened')} />
        ) : (
          <Table
            caption={t('needs:looks.opened')}
            rows={opened}
            columns={[
              { key: 'at', header: t('needs:looks.at'), short: true, cell: (look) => formatInstant(look.at) },
              { key: 'by', header: t('needs:looks.by'), short: true, cell: (look) => look.by },
              { key: 'what', header: t('needs:looks.what'), cell: (look) => look.what },
              {
                key: 'names',
                header: t('needs:looks.names'),
                short: true,
                cell: (look) => t(look.names ? 'needs:looks.named' : 'needs:looks.unnamed'),
              },
            ]}
          />
        )}
      </Section>
      <Section title={t('needs:looks.seen')}>
        {seen.length === 0 ? (
          <EmptyState title={t('needs:looks.nobodySaw')} />
        ) : (
          <Table
            caption={t('needs:looks.seen')}
            rows={seen.map((look) => ({ ...look, id: `${look.day} ${look.by}` }))}
            columns={[
              { key: 'day', header: t('needs:looks.day'), short: true, cell: (look) => formatDay(look.day) },
              { key: 'by', header: t('needs:looks.by'), short: true, cell: (look) => look.by },
              {
                key: 'times',
                header: t('needs:looks.times'),
                short: true,
                cell: (look) => t('needs:looks.count', { count: look.times }),
              },
            ]}
          />
        )}
      </Section>
    </>
  );
}
