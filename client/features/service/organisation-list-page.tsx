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
import type { Organisation } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { usePages } from '../../lib/queries.ts';
import { useFilters } from '../../lib/use-filters.ts';
import { ExportButton } from '../../record/export-button.tsx';
import { DirectoryViews } from './directory-views.tsx';

const names = ['q', 'kind', 'closed'] as const;

/** The bodies that help: who they are and how to reach them. */
export function OrganisationListPage() {
  const { t } = useTranslation('services');
  const { codes, can } = useMunicipality();
  const { api, page } = usePaths();
  const filters = useFilters(names);
  const { values, set } = filters;
  const organisations = usePages<Organisation>(api('organisations'), values);
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
            <ExportButton path={api('organisations')} query={values} title={t('organisations.title')} />
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
      <Filters chips={chips} onClear={filters.clear}>
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
      </Filters>
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
                { key: 'kind', header: t('column.kind'), cell: (organisation) => organisation.kind.name },
                { key: 'phone', header: t('field.phone'), cell: (organisation) => organisation.phone ?? '―' },
                { key: 'address', header: t('field.address'), cell: (organisation) => organisation.address ?? '―' },
                {
                  key: 'services',
                  header: t('column.services'),
                  numeric: true,
                  cell: (organisation) => t('serviceCount', { count: organisation.services }),
                },
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
