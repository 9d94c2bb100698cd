import { useTranslation } from 'react-i18next';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Filters } from '../../components/chips.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadedPages } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import { TextField } from '../../components/text-field.tsx';
import { listAreaFilters } from '../../lib/choices.ts';
import type { Person } from '../../lib/contract.ts';
import { formatDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { usePages } from '../../lib/queries.ts';
import { useFilters } from '../../lib/use-filters.ts';
import { ExportButton } from '../../record/export-button.tsx';

const names = ['q', 'area'] as const;

/** The residents of the areas one looks after. */
export function PersonListPage() {
  const { t } = useTranslation('people');
  const { areas } = useMunicipality();
  const { api, page } = usePaths();
  const filters = useFilters(names);
  const { values, set } = filters;
  const people = usePages<Person>(api('people'), values);
  const words: Record<(typeof names)[number], (value: string) => string> = {
    q: (value) => value,
    area: (value) => areas.find((area) => area.id === value)?.name ?? value,
  };
  const chips = filters.toChips((name, value) => ({ label: t(`filter.${name}`), value: words[name](value) }));
  return (
    <div className="space-y-6">
      <div>
        <Breadcrumb items={[{ name: t('needs:list.title'), to: page('needs') }, { name: t('list.title') }]} />
        <PageTitle
          title={t('list.title')}
          lead={<p>{t('list.lead')}</p>}
          actions={<ExportButton path={api('people')} query={values} title={t('list.title')} />}
        />
      </div>
      <Filters chips={chips} onClear={filters.clear}>
        <TextField type="search" label={t('filter.q')} value={values.q} onChange={(value) => set('q', value)} />
        <Select
          label={t('filter.area')}
          value={values.area}
          empty={t('common:filter.all')}
          choices={listAreaFilters(areas, (name) => t('common:closedName', { name }))}
          onChange={(value) => set('area', value)}
        />
      </Filters>
      <LoadedPages query={people}>
        {(items) =>
          items.length > 0 ? (
            <Table
              caption={t('list.title')}
              rows={items}
              to={(person) => page(`people/${person.id}`)}
              columns={[
                {
                  key: 'name',
                  header: t('field.name'),
                  cell: (person) => t('numbered', { number: person.number, name: person.name }),
                },
                { key: 'kana', header: t('field.kana'), cell: (person) => person.kana },
                {
                  key: 'birth',
                  header: t('field.birth'),
                  short: true,
                  cell: (person) => (person.birth ? formatDay(person.birth) : '―'),
                },
                {
                  key: 'telephone',
                  header: t('field.telephone'),
                  short: true,
                  cell: (person) => person.telephone ?? '―',
                },
                { key: 'area', header: t('field.area'), cell: (person) => person.area.name },
              ]}
            />
          ) : chips.length > 0 ? (
            <EmptyState title={t('list.noMatch')}>
              <p>{t('list.noMatchHelp')}</p>
            </EmptyState>
          ) : (
            <EmptyState title={t('list.empty')}>
              <p>{t('list.emptyHelp')}</p>
            </EmptyState>
          )
        }
      </LoadedPages>
    </div>
  );
}
