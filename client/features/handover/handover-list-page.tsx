import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadedPages } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Table } from '../../components/table.tsx';
import type { Handover } from '../../lib/contract.ts';
import { formatShortDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { usePages } from '../../lib/queries.ts';

/** Handovers that concern me, and all of the areas that I administer. */
export function HandoverListPage() {
  const { t } = useTranslation('handovers');
  const { api, page } = usePaths();
  const handovers = usePages<Handover>(api('handovers'));
  return (
    <div className="space-y-6">
      <PageTitle title={t('list.title')} lead={<p>{t('list.lead')}</p>} />
      <LoadedPages query={handovers}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t('list.empty')} />
          ) : (
            <Table
              caption={t('list.title')}
              rows={items}
              to={(handover) => page(`handovers/${handover.id}`)}
              columns={[
                { key: 'from', header: t('from'), cell: (handover) => handover.from },
                { key: 'role', header: t('role'), cell: (handover) => t(`common:role.${handover.role}`) },
                { key: 'area', header: t('area'), cell: (handover) => handover.area.name },
                {
                  key: 'endsOn',
                  header: t('endsOn'),
                  short: true,
                  cell: (handover) => formatShortDay(handover.endsOn),
                },
                { key: 'to', header: t('to'), cell: (handover) => handover.to?.name ?? t('undecided') },
                {
                  key: 'state',
                  header: t('state'),
                  cell: (handover) =>
                    handover.receivedAt ? t('received') : <Badge tone="attention">{t('notReceived')}</Badge>,
                },
              ]}
            />
          )
        }
      </LoadedPages>
    </div>
  );
}
