import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { ButtonLink } from '../../components/button.tsx';
import { Filters } from '../../components/chips.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded, LoadedPages } from '../../components/loaded.tsx';
import { LinkTabs } from '../../components/link-tabs.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { ListedData, ListField, RegisterWhole } from '../../lib/contract.ts';
import { isLeaf, listAreaFilters } from '../../lib/choices.ts';
import { formatShortDay, toDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { usePages } from '../../lib/queries.ts';
import { useFilters, type ActiveFilters } from '../../lib/use-filters.ts';
import { ExportButton } from '../../record/export-button.tsx';
import { Counts } from '../../record/list/counts.tsx';
import { useFieldChips } from '../../record/list/field-chips.ts';
import { FieldsButton } from '../../record/list/fields-button.tsx';
import type { ListOf } from '../../record/list/list-of.ts';
import { Preparing } from '../../record/list/preparing.tsx';
import { useListFields } from '../../record/list/use-list-fields.ts';
import { useViews } from '../../record/list/use-views.ts';
import { ViewBar } from '../../record/list/view-bar.tsx';
import { StateBadge } from '../../record/state-badges.tsx';
import { RecordBoard } from './record-board.tsx';
import { RecordCalendar } from './record-calendar.tsx';
import { RecordGantt } from './record-gantt.tsx';
import { StageBar } from './stage-bar.tsx';
import { useRegister } from './use-register.ts';

const names = ['q', 'area', 'state'] as const;
const kept = ['area', 'state'];
/** Columns that every register's list has, called as no field of a form is. */
const own = { state: '@state', area: '@area', since: '@since' };

/** A register's records: views, how many stand where, filters, and a table (cards on a phone). */
export function RegisterPage() {
  const { register } = useRegister();
  return <Loaded query={register}>{(register) => <Records register={register} />}</Loaded>;
}

function Records({ register }: { register: RegisterWhole }) {
  const { t } = useTranslation('registers');
  const { areas } = useMunicipality();
  const { page } = usePaths();
  const { pages, records: path, file } = useRegister();
  const filters = useFilters(names);
  const { values, set } = filters;
  const list: ListOf = {
    path,
    hasFields: true,
    columns: [
      { value: own.state, label: t('column.state') },
      { value: own.area, label: t('column.area') },
      ...register.columns.map(({ field, label }) => ({ value: field, label })),
      { value: own.since, label: t('column.since') },
    ],
    filters: kept,
    readers: register.readers,
  };
  const drawings = useDrawings(register);
  const { drawn } = drawings;
  const fields = useListFields(list, drawn?.kind === 'calendar' ? [drawn.field] : []);
  const views = useViews(list);
  const fieldChips = useFieldChips(fields);
  const isWaiting = fields.waiting.length > 0;
  const isReady = views.isSettled && fields.isLoaded && !isWaiting;
  const records = usePages<ListedData>(isReady && !drawn ? path : null, { ...values, ...fields.query });
  const standings = [
    ...register.views.map(({ state, name }) => ({ value: state, label: name })),
    ...register.stages.map(({ key, name }) => ({ value: key, label: name })),
  ];
  const words: Record<(typeof names)[number], (value: string) => string> = {
    q: (value) => value,
    area: (value) => areas.find(({ id }) => id === value)?.name ?? value,
    state: (value) => standings.find((standing) => standing.value === value)?.label ?? value,
  };
  const ownChips = filters.toChips((name, value) => ({ label: t(`filter.${name}`), value: words[name](value) }));
  const chips = [...ownChips, ...fieldChips];
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
          actions={
            register.mayAdd && (
              <>
                <ButtonLink to={page(`imports/${register.kind}`)}>{t('imports:load')}</ButtonLink>
                {adding}
              </>
            )
          }
        />
      </div>
      {register.views.length > 0 && <Views register={register} filters={filters} />}
      {drawn?.kind !== 'board' && (
        <StageBar stages={register.stages} chosen={values.state} onChoose={(state) => set('state', state)} />
      )}
      <ViewBar list={list} views={views}>
        {register.mayExport && !isWaiting && (
          <ExportButton
            path={file}
            query={{ ...values, ...fields.query, hide: fields.values.hide }}
            title={register.name}
          />
        )}
      </ViewBar>
      <Filters chips={chips} onClear={() => fields.clear(names)}>
        <TextField type="search" label={t('filter.q')} value={values.q} onChange={(value) => set('q', value)} />
        <Select
          label={t('filter.area')}
          value={values.area}
          empty={t('common:filter.all')}
          choices={listAreaFilters(areas, (name) => t('common:closedName', { name }))}
          onChange={(value) => set('area', value)}
        />
        <FieldsButton list={list} fields={fields} />
      </Filters>
      {!isWaiting && (
        <Counts
          path={path}
          query={{ ...values, where: fields.query.where }}
          own={[
            {
              value: 'area',
              label: t('lists:counts.choices.area'),
              filter: 'area',
              narrows: (id) => isLeaf(areas, id),
            },
            { value: 'stage', label: t('lists:counts.choices.stage'), filter: 'state' },
            { value: 'month', label: t('lists:counts.choices.begun') },
          ]}
          fields={fields}
        />
      )}
      {drawings.items.length > 1 && (
        <LinkTabs label={t('drawings.label')} items={drawings.items} current={drawings.current} />
      )}
      {isWaiting ? (
        <Preparing list={list} fields={fields} begins={drawn?.kind === 'calendar'} />
      ) : drawn && !isReady ? (
        <Skeleton lines={8} />
      ) : drawn?.kind === 'board' ? (
        <RecordBoard
          register={register}
          query={{ ...values, where: fields.query.where, sortBy: fields.query.sortBy }}
          stage={values.state}
        />
      ) : drawn?.kind === 'gantt' ? (
        <RecordGantt register={register} query={{ ...values, where: fields.query.where }} />
      ) : drawn?.kind === 'calendar' ? (
        <RecordCalendar
          register={register}
          query={{ ...values, where: fields.query.where }}
          field={drawn.field}
          name={drawn.name}
        />
      ) : (
        <LoadedPages query={records}>
          {(items) =>
            items.length > 0 ? (
              <RecordTable
                register={register}
                items={items}
                fields={fields.values.fields.map((name) => fields.known.find(({ field }) => field === name))}
                hide={fields.values.hide}
              />
            ) : chips.length > 0 ? (
              <EmptyState title={t('noMatch')}>
                <p>{t('noMatchHelp')}</p>
              </EmptyState>
            ) : (
              <EmptyState title={t('empty', { many: register.many })}>{adding}</EmptyState>
            )
          }
        </LoadedPages>
      )}
    </div>
  );
}

/** How the list can be drawn, and which of them the address names (`as`); `drawn` is null for its table. */
function useDrawings(register: RegisterWhole) {
  const { t } = useTranslation('registers');
  const [search] = useSearchParams();
  const named = register.drawings.map((drawing) => ({
    key: drawing.kind === 'calendar' ? `calendar-${drawing.field}` : drawing.kind,
    name: drawing.kind === 'calendar' ? t('drawings.calendar', { name: drawing.name }) : t(`drawings.${drawing.kind}`),
    drawing,
  }));
  const chosen = named.find(({ key }) => key === search.get('as'));
  const to = (key: string | null): string => {
    const next = new URLSearchParams(search);
    for (const name of ['month', 'by', 'from', 'late']) next.delete(name);
    if (key === null) next.delete('as');
    else next.set('as', key);
    return `?${next}`;
  };
  return {
    drawn: chosen?.drawing ?? null,
    current: chosen?.key ?? '',
    items: [
      { key: '', name: t('drawings.table'), to: to(null) },
      ...named.map(({ key, name }) => ({ key, name, to: to(key) })),
    ],
  };
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

type TableProps = {
  register: RegisterWhole;
  items: ListedData[];
  /** Those of the form that were asked for, in that order; what there is none of is no column. */
  fields: (ListField | undefined)[];
  /** Columns of the list's own that are left out. */
  hide: readonly string[];
};

function RecordTable({ register, items, fields, hide }: TableProps) {
  const { t } = useTranslation('registers');
  const { page } = usePaths();
  const listed: Column<ListedData>[] = [
    { key: own.state, header: t('column.state'), cell: ({ standing }) => <StateBadge standing={standing} /> },
    { key: own.area, header: t('column.area'), cell: ({ area }) => area.name },
    ...register.columns.map(({ field, label }) => ({
      key: field,
      header: label,
      cell: ({ columns }: ListedData) => columns.find((column) => column.field === field)?.value ?? '―',
    })),
    {
      key: own.since,
      header: t('column.since'),
      short: true,
      cell: ({ standing }) => formatShortDay(toDay(standing.since)),
    },
  ];
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
        ...listed.filter(({ key }) => !hide.includes(key)),
        ...fields.flatMap((field, index) =>
          field && !register.columns.some((column) => column.field === field.field)
            ? [{ key: field.field, header: field.label, cell: (item: ListedData) => item.fields[index] ?? '―' }]
            : [],
        ),
      ]}
    />
  );
}
