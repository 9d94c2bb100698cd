import type { ReactNode } from 'react';
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
import { isLeaf, listAreaFilters, listCodeFilters } from '../../lib/choices.ts';
import type { Service, ServiceColumn } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { usePages } from '../../lib/queries.ts';
import { roles } from '../../lib/roles.ts';
import { useFilters } from '../../lib/use-filters.ts';
import { ExportButton } from '../../record/export-button.tsx';
import { Counts } from '../../record/list/counts.tsx';
import { FieldsButton } from '../../record/list/fields-button.tsx';
import type { ListOf } from '../../record/list/list-of.ts';
import { useListFields } from '../../record/list/use-list-fields.ts';
import { useViews } from '../../record/list/use-views.ts';
import { ViewBar } from '../../record/list/view-bar.tsx';
import { DirectoryViews } from './directory-views.tsx';
import { Freshness, staleDays } from './freshness.tsx';

const names = ['q', 'area', 'type', 'capacity', 'staleDays', 'closed'] as const;
const capacities = ['has', 'waiting', 'none', 'ask'] as const;
const ages = [staleDays, 180, 365] as const;
const kept = names.filter((name) => name !== 'q');
/** How the table calls them. */
const ownColumns = {
  organisation: 'column.organisation',
  type: 'column.type',
  areas: 'column.areas',
  capacity: 'column.capacity',
  capacityConfirmedOn: 'column.fresh',
} as const satisfies Record<ServiceColumn, string>;
const columns = Object.keys(ownColumns) as ServiceColumn[];

/** The directory of services. */
export function ServiceListPage() {
  const { t } = useTranslation('services');
  const { areas, codes, can } = useMunicipality();
  const { api, page } = usePaths();
  const filters = useFilters(names);
  const { values, set } = filters;
  const list: ListOf = {
    path: api('services'),
    hasFields: false,
    columns: columns.map((value) => ({ value, label: t(ownColumns[value]) })),
    filters: kept,
    readers: roles,
  };
  const fields = useListFields(list);
  const views = useViews(list);
  const services = usePages<Service>(views.isSettled ? api('services') : null, values);
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
      <ViewBar list={list} views={views}>
        <ExportButton
          path={api('services')}
          query={{ ...values, hide: fields.values.hide }}
          title={t('views.services')}
        />
      </ViewBar>
      <Filters chips={chips} onClear={() => fields.clear(names)}>
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
        <FieldsButton list={list} fields={fields} />
      </Filters>
      <Counts
        path={api('services')}
        query={values}
        own={[
          {
            value: 'area',
            label: t('filter.area'),
            filter: 'area',
            several: true,
            narrows: (id) => isLeaf(areas, id),
          },
          { value: 'type', label: t('filter.type'), filter: 'type' },
          { value: 'capacity', label: t('filter.capacity'), filter: 'capacity' },
        ]}
        fields={fields}
      />
      <LoadedPages query={services}>
        {(items) =>
          items.length > 0 ? (
            <ServiceTable services={items} hide={fields.values.hide} />
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

function ServiceTable({ services, hide }: { services: Service[]; hide: readonly string[] }) {
  const { t } = useTranslation('services');
  const { page } = usePaths();
  const cells: Record<ServiceColumn, (service: Service) => ReactNode> = {
    organisation: (service) => service.organisation.name,
    type: (service) => service.type.name,
    areas: (service) => <AreaNames service={service} />,
    capacity: (service) => <CapacityBadge capacity={service.capacity} />,
    capacityConfirmedOn: (service) => <Freshness confirmedOn={service.capacityConfirmedOn} />,
  };
  return (
    <Table
      caption={t('views.services')}
      rows={services}
      to={(service) => page(`services/${service.id}`)}
      columns={[
        { key: 'name', header: t('column.name'), cell: (service) => service.name },
        ...columns
          .filter((key) => !hide.includes(key))
          .map((key) => ({ key, header: t(ownColumns[key]), cell: cells[key] })),
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
