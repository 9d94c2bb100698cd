import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Filters } from '../../components/chips.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadedPages } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { listAreaFilters, listCodeFilters } from '../../lib/choices.ts';
import type { ListedNeed } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { usePages, useSend } from '../../lib/queries.ts';
import { useStandingChoices } from '../../lib/standings.ts';
import { useFilters } from '../../lib/use-filters.ts';
import { ListFieldsDialog, sayCondition } from './list-fields-dialog.tsx';
import { useListFields, write } from './use-list-fields.ts';
import { useViews } from './use-views.ts';
import { Counts } from '../../record/counts.tsx';
import { ExportButton } from '../../record/export-button.tsx';
import { NeedTable } from './need-table.tsx';
import { ViewBar } from './view-bar.tsx';

const names = ['q', 'area', 'type', 'state', 'urgency', 'scope'] as const;
/** What no single state is called. */
const wider = ['open', 'lacking'] as const;
const urgencies = ['high', 'normal', 'low'] as const;
const scopes = ['individual', 'community'] as const;
const countedBy = ['area', 'state', 'month', 'urgency', 'type', 'scope'] as const;
const sorts = ['newest', 'oldest', 'urgency'] as const;

/** The needs of the areas one looks after. */
export function NeedListPage() {
  const { t } = useTranslation('needs');
  const { areas, codes, can } = useMunicipality();
  const { api, page } = usePaths();
  const filters = useFilters(names);
  const order = useFilters(['sort']);
  const { values, set } = filters;
  const sort = sorts.find((sort) => sort === order.values.sort) ?? 'newest';
  const list = useListFields();
  const views = useViews();
  const [isChoosing, setIsChoosing] = useState(false);
  const isWaiting = list.waiting.length > 0;
  const send = useSend();
  const query = { ...values, sort, ...list.query };
  const exported = { ...query, hide: list.values.hide };
  const needs = usePages<ListedNeed>(views.isSettled && list.isLoaded && !isWaiting ? api('needs') : null, query);
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
  };
  const chosen =
    list.values.fields.length + list.values.where.length + list.values.hide.length + (list.values.sortBy ? 1 : 0);
  const shownFields = list.values.fields.flatMap((name) => list.known.find(({ field }) => field === name) ?? []);
  const ownChips = filters.toChips((name, value) => ({ label: t(`filter.${name}`), value: words[name](value) }));
  const fieldChips = list.values.where.map((condition) => {
    const field = list.known.find((field) => field.field === condition.field);
    return {
      key: write(condition),
      label: field?.label ?? condition.field,
      value: sayCondition(condition, field, {
        yes: t('yes'),
        no: t('no'),
        sign: (sign, value) => t(`fields.said.${sign}`, { value }),
      }),
      onRemove: () =>
        list.set({ ...list.values, where: list.values.where.filter((other) => write(other) !== write(condition)) }),
    };
  });
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
            <ButtonLink to={page('needs/lacks')}>{t('lacks.title')}</ButtonLink>
            {can['needs.create'] && (
              <ButtonLink to={page('needs/new')} kind="primary">
                {t('new.title')}
              </ButtonLink>
            )}
          </>
        }
      />
      <ViewBar views={views}>
        {!isWaiting && <ExportButton path={api('needs')} query={exported} title={t('list.title')} />}
      </ViewBar>
      <Filters chips={chips} onClear={() => list.clear(names)}>
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
        <Button onPress={() => setIsChoosing(true)}>
          {chosen > 0 ? t('fields.openCount', { number: chosen }) : t('fields.open')}
        </Button>
      </Filters>
      {isChoosing && (
        <ListFieldsDialog
          known={list.known}
          values={list.values}
          onChoose={list.set}
          onClose={() => setIsChoosing(false)}
        />
      )}
      {!isWaiting && (
        <Counts
          path={api('needs')}
          query={{ ...values, where: list.query.where }}
          choices={[
            ...countedBy.map((value) => ({ value, label: t(`lists:counts.choices.${value}`) })),
            ...list.known.flatMap(({ field, label, type, askable, ready }) =>
              askable && ready && ['boolean', 'choice', 'choices'].includes(type) ? [{ value: field, label }] : [],
            ),
          ]}
        />
      )}
      {isWaiting ? (
        <Notice title={t('fields.preparing')} announce>
          <p>{t('fields.preparingHelp', { fields: list.waiting.map(({ label }) => `「${label}」`).join('') })}</p>
          <Button
            busy={send.isPending}
            onPress={() =>
              send.mutate({ path: api('needs/fields'), body: { fields: list.waiting.map(({ field }) => field) } })
            }
          >
            {t('fields.prepare')}
          </Button>
        </Notice>
      ) : (
        <LoadedPages query={needs}>
          {(items) =>
            items.length > 0 ? (
              <NeedTable needs={items} fields={shownFields} hide={list.values.hide} />
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
