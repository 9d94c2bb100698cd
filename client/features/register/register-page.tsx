import { useTranslation } from 'react-i18next';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { ButtonLink } from '../../components/button.tsx';
import { Filters } from '../../components/chips.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded, LoadedPages } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { DataItem, RegisterWhole } from '../../lib/contract.ts';
import { formatShortDay, toDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { usePages } from '../../lib/queries.ts';
import { useFilters, type ActiveFilters } from '../../lib/use-filters.ts';
import { StateBadge } from '../../record/state-badges.tsx';
import { StageBar } from './stage-bar.tsx';
import { useRegister } from './use-register.ts';

const names = ['q', 'area', 'state'] as const;

/** A register's records: views, how many stand where, filters, and a table (cards on a phone). */
export function RegisterPage() {
  const { register } = useRegister();
  return <Loaded query={register}>{(register) => <Records register={register} />}</Loaded>;
}

function Records({ register }: { register: RegisterWhole }) {
  const { t } = useTranslation('registers');
  const { areas } = useMunicipality();
  const { page } = usePaths();
  const { pages, records: path } = useRegister();
  const filters = useFilters(names);
  const { values, set } = filters;
  const records = usePages<DataItem>(path, values);
  const standings = [
    ...register.views.map(({ state, name }) => ({ value: state, label: name })),
    ...register.stages.map(({ key, name }) => ({ value: key, label: name })),
  ];
  const words: Record<(typeof names)[number], (value: string) => string> = {
    q: (value) => value,
    area: (value) => areas.find(({ id }) => id === value)?.name ?? value,
    state: (value) => standings.find((standing) => standing.value === value)?.label ?? value,
  };
  const chips = filters.toChips((name, value) => ({ label: t(`filter.${name}`), value: words[name](value) }));
  const adding = register.mayAdd && (
    <ButtonLink to={`${pages}/new`} kind="primary">
      {t('add', { one: register.one })}
    </ButtonLink>
  );
  return (
    <div className="space-y-6">
      <div>
        <Breadcrumb items={[{ name: t('title'), to: page('registers') }, { name: register.name }]} />
        <PageTitle
          title={register.name}
          lead={register.description ? <p>{register.description}</p> : undefined}
          actions={adding}
        />
      </div>
      {register.views.length > 0 && <Views register={register} filters={filters} />}
      <StageBar stages={register.stages} chosen={values.state} onChoose={(state) => set('state', state)} />
      <Filters chips={chips} onClear={filters.clear}>
        <TextField type="search" label={t('filter.q')} value={values.q} onChange={(value) => set('q', value)} />
        <Select
          label={t('filter.area')}
          value={values.area}
          empty={t('common:filter.all')}
          choices={areas.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(value) => set('area', value)}
        />
      </Filters>
      <LoadedPages query={records}>
        {(items) =>
          items.length > 0 ? (
            <RecordTable register={register} items={items} />
          ) : chips.length > 0 ? (
            <EmptyState title={t('noMatch')}>
              <p>{t('noMatchHelp')}</p>
            </EmptyState>
          ) : (
            <EmptyState title={t('empty', { many: register.many })}>{adding}</EmptyState>
          )
        }
      </LoadedPages>
    </div>
  );
}

/** The ways of looking at it that it comes with. */
function Views({
  register,
  filters: { values, set },
}: {
  register: RegisterWhole;
  filters: ActiveFilters<(typeof names)[number]>;
}) {
  const { t } = useTranslation('registers');
  return (
    <div
      role="group"
      aria-label={t('views')}
      className="no-print flex gap-1 overflow-x-auto border-b border-solid-gray-420"
    >
      {[{ key: '', name: t('everything'), state: '' }, ...register.views].map((view) => (
        <button
          key={view.key}
          type="button"
          aria-pressed={values.state === view.state}
          onClick={() => set('state', view.state)}
          className="flex min-h-12 items-center border-b-4 border-transparent px-3 whitespace-nowrap hover:underline aria-pressed:border-blue-900 aria-pressed:font-bold aria-pressed:text-blue-1000"
        >
          {view.name}
        </button>
      ))}
    </div>
  );
}

function RecordTable({ register, items }: { register: RegisterWhole; items: DataItem[] }) {
  const { t } = useTranslation('registers');
  const { page } = usePaths();
  return (
    <Table
      caption={register.name}
      rows={items}
      to={({ id }) => page(`registers/${register.key}/${id}`)}
      columns={[
        {
          key: 'title',
          header: t('column.title', { one: register.one }),
          cell: ({ number, title }) => (title === null ? number : t('numbered', { number, title })),
        },
        { key: 'state', header: t('column.state'), cell: ({ standing }) => <StateBadge standing={standing} /> },
        { key: 'area', header: t('column.area'), cell: ({ area }) => area.name },
        ...register.columns.map(({ field, label }) => ({
          key: field,
          header: label,
          cell: ({ columns }: DataItem) => columns.find((column) => column.field === field)?.value ?? '―',
        })),
        {
          key: 'since',
          header: t('column.since'),
          short: true,
          cell: ({ standing }) => formatShortDay(toDay(standing.since)),
        },
      ]}
    />
  );
}
