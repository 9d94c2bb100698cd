import { useTranslation } from 'react-i18next';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Filters } from '../../components/chips.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadedPages } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import type { Referral } from '../../lib/contract.ts';
import { formatShortDay, toDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { usePages } from '../../lib/queries.ts';
import { useStandingChoices } from '../../lib/standings.ts';
import { useFilters } from '../../lib/use-filters.ts';
import { ReferralBadge } from '../../record/state-badges.tsx';
import { ExportButton } from '../../record/export-button.tsx';

/** The inbox of a provider; for coordinators, what was sent from their areas. */
export function ReferralListPage() {
  const { t } = useTranslation('referrals');
  const { can } = useMunicipality();
  const { api, page } = usePaths();
  const filters = useFilters(['state']);
  const referrals = usePages<Referral>(api('referrals'), filters.values);
  const states = useStandingChoices('referral');
  const chips = filters.toChips((name, value) => ({
    label: t(`filter.${name}`),
    value: states.find((state) => state.value === value)?.label ?? value,
  }));
  return (
    <div className="space-y-6">
      <div>
        {can['needs'] && (
          <Breadcrumb items={[{ name: t('needs:list.title'), to: page('needs') }, { name: t('list.title') }]} />
        )}
        <PageTitle
          title={t('list.title')}
          lead={<p>{t(can['needs'] ? 'list.leadSender' : 'list.lead')}</p>}
          actions={<ExportButton path={api('referrals')} query={filters.values} title={t('list.title')} />}
        />
      </div>
      <Filters chips={chips} onClear={filters.clear}>
        <Select
          label={t('filter.state')}
          value={filters.values.state}
          empty={t('common:filter.all')}
          choices={states}
          onChange={(value) => filters.set('state', value)}
        />
      </Filters>
      <LoadedPages query={referrals}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t(chips.length ? 'list.noMatch' : 'list.empty')}>
              <p>{t(chips.length ? 'list.noMatchHelp' : 'list.emptyHelp')}</p>
            </EmptyState>
          ) : (
            <Table
              caption={t('list.title')}
              rows={items}
              to={(referral) => page(`referrals/${referral.id}`)}
              columns={[
                { key: 'need', header: t('column.need'), cell: ({ need }) => t('numbered', need) },
                {
                  key: 'state',
                  header: t('column.state'),
                  short: true,
                  cell: (referral) => <ReferralBadge standing={referral.standing} />,
                },
                { key: 'service', header: t('column.service'), cell: (referral) => referral.service.name },
                {
                  key: 'organisation',
                  header: t('column.organisation'),
                  cell: (referral) => referral.organisation.name,
                },
                {
                  key: 'sent',
                  header: t('column.sent'),
                  short: true,
                  cell: (referral) => formatShortDay(toDay(referral.createdAt)),
                },
                { key: 'by', header: t('column.by'), short: true, cell: (referral) => referral.createdBy },
              ]}
            />
          )
        }
      </LoadedPages>
    </div>
  );
}
