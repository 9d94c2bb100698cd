import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../components/button.tsx';
import { CapacityBadge } from '../../components/capacity-badge.tsx';
import { Filters } from '../../components/chips.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadedPages } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import { TextField } from '../../components/text-field.tsx';
import { listAreaFilters, listCodeFilters } from '../../lib/choices.ts';
import type { Service } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { usePages } from '../../lib/queries.ts';
import { useFilters } from '../../lib/use-filters.ts';
import { ExportButton } from '../../record/export-button.tsx';
import { DirectoryViews } from './directory-views.tsx';
import { Freshness, staleDays } from './freshness.tsx';

const names = ['q', 'area', 'type', 'capacity', 'staleDays', 'closed'] as const;
const capacities = ['has', 'waiting', 'none', 'ask'] as const;
const ages = [staleDays, 180, 365] as const;

/** The directory of services. */
export function ServiceListPage() {
  const { t } = useTranslation('services');
  const { areas, codes, can } = useMunicipality();
  const { api, page } = usePaths();
  const filters = useFilters(names);
  const { values, set } = filters;
  const services = usePages<Service>(api('services'), values);
  const types = codes['service-type'];
  const all = t('common:filter.all');
  const words: Record<(typeof names)[number], (value: string) => string> = {
    q: (value) => value,
    area: (value) => areas.find((area) => area.id === value)?.name ?? value,
    type: (value) => types.find((type) => type.key === value)?.name ?? value,
    capacity: (value) => t(`common:capacity.${value}`, value),
    staleDays: (value) => t('stale', { count: Number(value) }),
    closed: () => t('closed.only'),
  };
  const chips = filters.toChips((name, value) => ({ label: t(`filter.${name}`), value: words[name](value) }));
  return (
    <div className="space-y-6">
      <PageTitle
        title={t('title')}
        actions={
          <>
            <ExportButton path={api('services')} query={values} title={t('views.services')} />
            {can['imports'] && <ButtonLink to={page('services/import')}>{t('import')}</ButtonLink>}
            {can['services.create'] && (
              <ButtonLink to={page('services/new')} kind="primary">
                {t('new.title')}
              </ButtonLink>
            )}
          </>
        }
      />
      <DirectoryViews current="services" />
      <Filters chips={chips} onClear={filters.clear}>
        <TextField type="search" label={t('filter.q')} value={values.q} onChange={(value) => set('q', value)} />
        <Select
          label={t('filter.area')}
          value={values.area}
          empty={all}
          choices={listAreaFilters(areas, (name) => t('common:closedName', { name }))}
          onChange={(value) => set('area', value)}
        />
        <Select
          label={t('filter.type')}
          value={values.type}
          empty={all}
          choices={listCodeFilters(types, (name) => t('common:closedName', { name }))}
          onChange={(value) => set('type', value)}
        />
        <Select
          label={t('filter.capacity')}
          value={values.capacity}
          empty={all}
          choices={capacities.map((value) => ({ value, label: t(`common:capacity.${value}`) }))}
          onChange={(value) => set('capacity', value)}
        />
        <Select
          label={t('filter.staleDays')}
          value={values.staleDays}
          empty={all}
          choices={ages.map((days) => ({ value: String(days), label: t('stale', { count: days }) }))}
          onChange={(value) => set('staleDays', value)}
        />
        <Select
          label={t('filter.closed')}
          value={values.closed}
          empty={t('closed.open')}
          choices={[{ value: 'true', label: t('closed.only') }]}
          onChange={(value) => set('closed', value)}
        />
      </Filters>
      <LoadedPages query={services}>
        {(items) =>
          items.length > 0 ? (
            <ServiceTable services={items} />
          ) : chips.length > 0 ? (
            <EmptyState title={t('list.noMatch')}>
              <p>{t('list.noMatchHelp')}</p>
            </EmptyState>
          ) : (
            <EmptyState title={t('list.empty')}>
              <p>{t('list.emptyHelp')}</p>
              <div className="flex flex-wrap gap-3">
                {can['imports'] && (
                  <ButtonLink to={page('services/import')} kind="primary">
                    {t('import')}
                  </ButtonLink>
                )}
                {can['services.create'] && <ButtonLink to={page('services/new')}>{t('new.title')}</ButtonLink>}
              </div>
            </EmptyState>
          )
        }
      </LoadedPages>
    </div>
  );
}

function ServiceTable({ services }: { services: Service[] }) {
  const { t } = useTranslation('services');
  const { page } = usePaths();
  return (
    <Table
      caption={t('views.services')}
      rows={services}
      to={(service) => page(`services/${service.id}`)}
      columns={[
        { key: 'name', header: t('column.name'), cell: (service) => service.name },
        { key: 'organisation', header: t('column.organisation'), cell: (service) => service.organisation.name },
        { key: 'type', header: t('column.type'), cell: (service) => service.type.name },
        { key: 'areas', header: t('column.areas'), cell: (service) => <AreaNames service={service} /> },
        {
          key: 'capacity',
          header: t('column.capacity'),
          cell: (service) => <CapacityBadge capacity={service.capacity} />,
        },
        {
          key: 'fresh',
          header: t('column.fresh'),
          cell: (service) => <Freshness confirmedOn={service.capacityConfirmedOn} />,
        },
      ]}
    />
  );
}

const shownAreas = 3;

function AreaNames({ service: { areas } }: { service: Service }) {
  const { t } = useTranslation('services');
  const names = areas
    .slice(0, shownAreas)
    .map((area) => area.name)
    .join(t('common:list.separator'));
  return areas.length > shownAreas ? t('moreAreas', { names, count: areas.length - shownAreas }) : names;
}
