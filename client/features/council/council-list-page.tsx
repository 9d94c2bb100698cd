import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { ButtonLink } from '../../components/button.tsx';
import { Filters, type Chip } from '../../components/chips.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadedPages } from '../../components/loaded.tsx';
import { LinkTabs } from '../../components/link-tabs.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { Council } from '../../lib/contract.ts';
import { formatShortDay } from '../../lib/dates.ts';
import { listAreaFilters } from '../../lib/choices.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { usePages } from '../../lib/queries.ts';
import { ExportButton } from '../../record/export-button.tsx';
import { CouncilBoard } from './council-board.tsx';
import { StageBadge } from './stage-badge.tsx';

const filters = ['q', 'area', 'tier', 'stage'] as const;

/** All councils: as a list, or as a board by stage. */
export function CouncilListPage() {
  const { t } = useTranslation('councils');
  const { areas, can } = useMunicipality();
  const { api, page } = usePaths();
  const [search, setSearch] = useSearchParams();
  const values = Object.fromEntries(filters.map((name) => [name, search.get(name) ?? '']));
  const board = search.get('view') === 'board';
  const councils = usePages<Council>(api('councils'), { ...values, limit: board ? 200 : 50 });
  const everything = usePages<Council>(api('councils'), { limit: 200 });
  const stages = listStages(everything.data?.pages.flatMap((page) => page.items) ?? []);
  const set = (name: string, value: string) =>
    setSearch(
      (before) => {
        value ? before.set(name, value) : before.delete(name);
        return before;
      },
      { replace: true },
    );
  const words: Record<string, (value: string) => string> = {
    q: (value) => value,
    area: (value) => areas.find((area) => area.id === value)?.name ?? value,
    tier: (value) => t(`tier.${value}`),
    stage: (value) => stages.find((stage) => stage.value === value)?.label ?? value,
  };
  const chips: Chip[] = filters.flatMap((name) => {
    const value = values[name];
    return value
      ? [{ key: name, label: t(`filter.${name}`), value: words[name]?.(value) ?? value, onRemove: () => set(name, '') }]
      : [];
  });
  return (
    <div className="space-y-6">
      <PageTitle
        title={t('list.title')}
        actions={
          <>
            <ExportButton path={api('councils')} query={values} title={t('list.title')} />
            {can['needs.case'] && <ButtonLink to={page('needs/lacks')}>{t('needs:lacks.title')}</ButtonLink>}
            {can['councils.create'] && <ButtonLink to={page('settings/councils')}>{t('list.manage')}</ButtonLink>}
          </>
        }
      />
      <Filters chips={chips} onClear={() => setSearch(board ? { view: 'board' } : {}, { replace: true })}>
        <TextField
          label={t('filter.q')}
          type="search"
          value={values['q'] ?? ''}
          onChange={(value) => set('q', value)}
        />
        <Select
          label={t('filter.area')}
          value={values['area'] ?? ''}
          empty={t('common:filter.all')}
          choices={listAreaFilters(areas, (name) => t('common:closedName', { name }))}
          onChange={(value) => set('area', value)}
        />
        <Select
          label={t('filter.tier')}
          value={values['tier'] ?? ''}
          empty={t('common:filter.all')}
          choices={['1', '2'].map((tier) => ({ value: tier, label: t(`tier.${tier}`) }))}
          onChange={(value) => set('tier', value)}
        />
        <Select
          label={t('filter.stage')}
          value={values['stage'] ?? ''}
          empty={t('common:filter.all')}
          choices={stages}
          onChange={(value) => set('stage', value)}
        />
      </Filters>
      <LinkTabs
        label={t('list.view')}
        current={board ? 'board' : 'list'}
        items={[
          { key: 'list', name: t('list.asList'), to: viewPath(search, null) },
          { key: 'board', name: t('list.asBoard'), to: viewPath(search, 'board') },
        ]}
      />
      <LoadedPages query={councils}>
        {(items) =>
          items.length === 0 && !(board && chips.length === 0) ? (
            <EmptyState title={t(chips.length ? 'list.noMatch' : 'list.empty')}>
              <p>{t(chips.length ? 'list.noMatchHelp' : 'list.emptyHelp')}</p>
            </EmptyState>
          ) : board ? (
            <CouncilBoard
              councils={items}
              stage={values['stage'] ?? ''}
              lackingOf={values['q'] || values['area'] || values['stage'] ? null : (values['tier'] ?? '')}
            />
          ) : (
            <CouncilTable councils={items} />
          )
        }
      </LoadedPages>
    </div>
  );
}

function CouncilTable({ councils }: { councils: Council[] }) {
  const { t } = useTranslation('councils');
  const { page } = usePaths();
  const nameOf = ({ localName, name, closed }: Council): string =>
    closed ? t('common:closedName', { name: localName ?? name }) : (localName ?? name);
  return (
    <Table
      caption={t('list.title')}
      rows={councils}
      to={(council) => page(`councils/${council.id}`)}
      columns={[
        { key: 'name', header: t('column.name'), cell: (council) => nameOf(council) },
        { key: 'tier', header: t('column.tier'), short: true, cell: (council) => t(`tier.${council.tier}`) },
        { key: 'area', header: t('column.area'), cell: (council) => council.area.name },
        {
          key: 'standing',
          header: t('column.standing'),
          cell: (council) => (
            <span className="inline-flex flex-wrap items-center gap-2">
              <StageBadge standing={council.standing} />
              {council.standing.name}
            </span>
          ),
        },
        {
          key: 'coordinators',
          header: t('column.coordinators'),
          cell: (council) => council.coordinators.join(t('common:list.separator')) || t('none'),
        },
        {
          key: 'last',
          header: t('column.lastMeeting'),
          short: true,
          cell: (council) => formatShortDay(council.lastMeetingOn) || t('none'),
        },
        {
          key: 'findings',
          header: t('column.findings'),
          numeric: true,
          short: true,
          cell: (council) => (council.findings ? t('count', { count: council.findings }) : '―'),
        },
      ]}
    />
  );
}

function viewPath(search: URLSearchParams, view: string | null): string {
  const next = new URLSearchParams(search);
  view ? next.set('view', view) : next.delete('view');
  return `?${next}`;
}

function listStages(councils: Council[]): { value: string; label: string }[] {
  return [
    ...new Map(
      councils.flatMap(({ standing }) => (standing.stage ? [[standing.stage.key, standing.stage.name] as const] : [])),
    ),
  ].map(([value, label]) => ({ value, label }));
}
