import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../components/button.tsx';
import { Filters } from '../../components/chips.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadedPages } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import { TextField } from '../../components/text-field.tsx';
import { listCodeFilters } from '../../lib/choices.ts';
import type { Organisation, OrganisationColumn } from '../../lib/contract.ts';
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

const names = ['q', 'kind', 'closed'] as const;
const kept = names.filter((name) => name !== 'q');
/** How the table calls them. */
const ownColumns = {
  kind: 'column.kind',
  phone: 'field.phone',
  address: 'field.address',
  services: 'column.services',
} as const satisfies Record<OrganisationColumn, string>;
const columns = Object.keys(ownColumns) as OrganisationColumn[];

/** The bodies that help: who they are and how to reach them. */
export function OrganisationListPage() {
  const { t } = useTranslation('services');
  const { codes, can } = useMunicipality();
  const { api, page } = usePaths();
  const filters = useFilters(names);
  const { values, set } = filters;
  const list: ListOf = {
    path: api('organisations'),
    hasFields: false,
    columns: columns.map((value) => ({ value, label: t(ownColumns[value]) })),
    filters: kept,
    readers: roles,
  };
  const fields = useListFields(list);
  const views = useViews(list);
  const organisations = usePages<Organisation>(views.isSettled ? api('organisations') : null, values);
  const cells: Record<OrganisationColumn, (organisation: Organisation) => string> = {
    kind: ({ kind }) => kind.name,
    phone: ({ phone }) => phone ?? '―',
    address: ({ address }) => address ?? '―',
    services: ({ services }) => t('serviceCount', { count: services }),
  };
  const kinds = codes['organisation-kind'];
  const words: Record<(typeof names)[number], (value: string) => string> = {
    q: (value) => value,
    kind: (value) => kinds.find((kind) => kind.key === value)?.name ?? value,
    closed: () => t('closed.only'),
  };
  const chips = filters.toChips((name, value) => ({ label: t(`filter.${name}`), value: words[name](value) }));
  return (
    <div className="space-y-6">
      <PageTitle
        title={t('organisations.title')}
        actions={
          <>
            {can['imports'] && <ButtonLink to={page('imports/organisations')}>{t('imports:load')}</ButtonLink>}
            {can['organisations.create'] && (
              <ButtonLink to={page('services/organisations/new')} kind="primary">
                {t('organisations.new')}
              </ButtonLink>
            )}
          </>
        }
      />
      <DirectoryViews current="organisations" />
      <ViewBar list={list} views={views}>
        <ExportButton
          path={api('organisations')}
          query={{ ...values, hide: fields.values.hide }}
          title={t('organisations.title')}
        />
      </ViewBar>
      <Filters chips={chips} onClear={() => fields.clear(names)}>
        <TextField type="search" label={t('filter.q')} value={values.q} onChange={(value) => set('q', value)} />
        <Select
          label={t('filter.kind')}
          value={values.kind}
          empty={t('common:filter.all')}
          choices={listCodeFilters(kinds, (name) => t('common:closedName', { name }))}
          onChange={(value) => set('kind', value)}
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
        path={api('organisations')}
        query={values}
        own={[{ value: 'kind', label: t('filter.kind'), filter: 'kind' }]}
        fields={fields}
      />
      <LoadedPages query={organisations}>
        {(items) =>
          items.length > 0 ? (
            <Table
              caption={t('organisations.title')}
              rows={items}
              to={(organisation) => page(`services/organisations/${organisation.id}`)}
              columns={[
                {
                  key: 'name',
                  header: t('column.name'),
                  cell: ({ name, closed }) => (closed ? t('common:closedName', { name }) : name),
                },
                ...columns
                  .filter((key) => !fields.values.hide.includes(key))
                  .map((key) => ({
                    key,
                    header: t(ownColumns[key]),
                    numeric: key === 'services',
                    cell: cells[key],
                  })),
              ]}
            />
          ) : chips.length > 0 ? (
            <EmptyState title={t('organisations.noMatch')}>
              <p>{t('list.noMatchHelp')}</p>
            </EmptyState>
          ) : (
            <EmptyState title={t('organisations.empty')}>
              <p>{t('organisations.emptyHelp')}</p>
              {can['organisations.create'] && (
                <ButtonLink to={page('services/organisations/new')} kind="primary">
                  {t('organisations.new')}
                </ButtonLink>
              )}
            </EmptyState>
          )
        }
      </LoadedPages>
    </div>
  );
}
