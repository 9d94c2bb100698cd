import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../components/button.tsx';
import { Filters } from '../../components/chips.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadedPages } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { isLeaf, listAreaFilters, listCodeFilters } from '../../lib/choices.ts';
import type { ListedNeed, NeedColumn } from '../../lib/contract.ts';
import { formatDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { usePages } from '../../lib/queries.ts';
import { roles } from '../../lib/roles.ts';
import { useStandingChoices } from '../../lib/standings.ts';
import { useFilters } from '../../lib/use-filters.ts';
import { ExportButton } from '../../record/export-button.tsx';
import { Counts } from '../../record/list/counts.tsx';
import { useFieldChips } from '../../record/list/field-chips.ts';
import { FieldsButton } from '../../record/list/fields-button.tsx';
import type { ListOf } from '../../record/list/list-of.ts';
import { Preparing } from '../../record/list/preparing.tsx';
import { useListFields } from '../../record/list/use-list-fields.ts';
import { useViews } from '../../record/list/use-views.ts';
import { ViewBar } from '../../record/list/view-bar.tsx';
import { NeedTable } from './need-table.tsx';

const names = ['q', 'area', 'type', 'state', 'urgency', 'scope', 'receivedFrom', 'receivedTo'] as const;
/** What no single state is called. */
const wider = ['open', 'lacking'] as const;
const urgencies = ['high', 'normal', 'low'] as const;
const scopes = ['individual', 'community'] as const;
const countedBy = ['area', 'state', 'month', 'urgency', 'type', 'scope'] as const;
const sorts = ['newest', 'oldest', 'urgency'] as const;
const ownColumns = ['state', 'urgency', 'types', 'area', 'person', 'received'] as const satisfies NeedColumn[];
const kept = [...names.filter((name) => name !== 'q'), 'sort'];
/** Services see no needs, and so no list of them. */
const readers = roles.filter((role) => role !== 'provider');

/** The needs of the areas one looks after. */
export function NeedListPage() {
  const { t } = useTranslation('needs');
  const { areas, codes, can } = useMunicipality();
  const { api, page } = usePaths();
  const filters = useFilters(names);
  const order = useFilters(['sort']);
  const { values, set } = filters;
  const sort = sorts.find((sort) => sort === order.values.sort) ?? 'newest';
  const list: ListOf = {
    path: api('needs'),
    hasFields: true,
    columns: ownColumns.map((value) => ({ value, label: t(`column.${value}`) })),
    filters: kept,
    readers,
  };
  const fields = useListFields(list);
  const views = useViews(list);
  const fieldChips = useFieldChips(fields);
  const isWaiting = fields.waiting.length > 0;
  const query = { ...values, sort, ...fields.query };
  const exported = { ...query, hide: fields.values.hide };
  const needs = usePages<ListedNeed>(views.isSettled && fields.isLoaded && !isWaiting ? api('needs') : null, query);
  const states = [...wider.map((value) => ({ value, label: t(`state.${value}`) })), ...useStandingChoices('need')];
  const all = t('common:filter.all');
  const types = codes['service-type'];
  const words: Record<(typeof names)[number], (value: string) => string> = {
    q: (value) => value,
    area: (value) => areas.find((area) => area.id === value)?.name ?? value,
    type: (value) => types.find((type) => type.key === value)?.name ?? value,
    state: (value) => states.find((state) => state.value === value)?.label ?? value,
    urgency: (value) => t(`urgency.${value}`, value),
    scope: (value) => t(`scope.${value}`, value),
    receivedFrom: (value) => formatDay(value),
    receivedTo: (value) => formatDay(value),
  };
  const shownFields = fields.values.fields.flatMap((name) => fields.known.find(({ field }) => field === name) ?? []);
  const ownChips = filters.toChips((name, value) => ({ label: t(`filter.${name}`), value: words[name](value) }));
  const chips = [...ownChips, ...fieldChips];
  return (
    <div className="space-y-6">
      <PageTitle
        title={t('list.title')}
        lead={<p>{t('list.lead')}</p>}
        actions={
          <>
            {can['referrals'] && <ButtonLink to={page('referrals')}>{t('list.referrals')}</ButtonLink>}
            {can['people'] && <ButtonLink to={page('people')}>{t('list.people')}</ButtonLink>}
            {can['needs.case'] && <ButtonLink to={page('needs/lacks')}>{t('lacks.title')}</ButtonLink>}
            {can['needs.create'] && (
              <ButtonLink to={page('needs/new')} kind="primary">
                {t('new.title')}
              </ButtonLink>
            )}
          </>
        }
      />
      <ViewBar list={list} views={views}>
        {!isWaiting && <ExportButton path={api('needs')} query={exported} title={t('list.title')} />}
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
          label={t('filter.state')}
          value={values.state}
          empty={all}
          choices={states}
          onChange={(value) => set('state', value)}
        />
        <Select
          label={t('filter.urgency')}
          value={values.urgency}
          empty={all}
          choices={urgencies.map((value) => ({ value, label: t(`urgency.${value}`) }))}
          onChange={(value) => set('urgency', value)}
        />
        <Select
          label={t('filter.scope')}
          value={values.scope}
          empty={all}
          choices={scopes.map((value) => ({ value, label: t(`scope.${value}`) }))}
          onChange={(value) => set('scope', value)}
        />
        <Select
          label={t('filter.sort')}
          value={sort === 'newest' ? '' : sort}
          empty={t('sort.newest')}
          choices={sorts.slice(1).map((value) => ({ value, label: t(`sort.${value}`) }))}
          onChange={(value) => order.set('sort', value)}
        />
        <FieldsButton list={list} fields={fields} />
      </Filters>
      {!isWaiting && (
        <Counts
          path={api('needs')}
          query={{ ...values, where: fields.query.where }}
          own={countedBy.map((value) => ({
            value,
            label: t(`lists:counts.choices.${value}`),
            ...(value === 'state' || value === 'month' ? {} : { filter: value }),
            ...(value === 'area' ? { narrows: (id) => isLeaf(areas, id) } : {}),
          }))}
          fields={fields}
        />
      )}
      {isWaiting ? (
        <Preparing list={list} fields={fields} />
      ) : (
        <LoadedPages query={needs}>
          {(items) =>
            items.length > 0 ? (
              <NeedTable needs={items} fields={shownFields} hide={fields.values.hide} />
            ) : chips.length > 0 ? (
              <EmptyState title={t('list.noMatch')}>
                <p>{t('list.noMatchHelp')}</p>
              </EmptyState>
            ) : (
              <EmptyState title={t('list.empty')}>
                <p>{t('list.emptyHelp')}</p>
                {can['needs.create'] && (
                  <ButtonLink to={page('needs/new')} kind="primary">
                    {t('new.title')}
                  </ButtonLink>
                )}
              </EmptyState>
            )
          }
        </LoadedPages>
      )}
    </div>
  );
}
