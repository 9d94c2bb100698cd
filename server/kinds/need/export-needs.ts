import type { z } from 'zod';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { at, chosen, count, words, type Column } from '../../lists/columns.ts';
import { areaColumn, codeChoices, fieldColumns, stateColumn } from '../../lists/common-columns.ts';
import type { ListExport } from '../../lists/export-list.ts';
import type * as contract from './contract.ts';
import { askedFields, findNeeds, requireReader, type FoundNeed } from './list-needs.ts';
import { needReach } from './policy.ts';

type Choices = NonNullable<Column<never>['choices']>;

/** The list of needs for a file: with its filter, its order and the columns that it is shown with. */
export async function exportNeeds(
  ctx: MunicipalContext,
  { hide: hidden, ...query }: z.output<typeof contract.needExport>,
): Promise<ListExport<FoundNeed>> {
  requireReader(ctx);
  const fields = await askedFields(ctx, query);
  const hide = [hidden ?? []].flat();
  const label = (name: string): string => say(ctx.language, `needs.columns.${name}`);
  const listed = (name: 'urgencies' | 'scopes', values: readonly string[]): Choices =>
    values.map((value) => ({ value, label: label(`${name}.${value}`) }));
  const own: (Column<FoundNeed> & { of: z.output<typeof contract.needColumn> })[] = [
    { of: 'state', ...stateColumn<FoundNeed>(ctx) },
    {
      of: 'urgency',
      key: 'urgency',
      label: label('urgency'),
      type: 'choice',
      choices: listed('urgencies', ['high', 'normal', 'low']),
      values: ({ urgency }) => chosen(urgency, label(`urgencies.${urgency}`)),
    },
    {
      of: 'types',
      key: 'types',
      label: label('types'),
      type: 'choice',
      choices: await codeChoices(ctx, 'service-type'),
      values: ({ types }) => types.flatMap(({ key, name }) => chosen(key, name)),
    },
    { of: 'area', ...(await areaColumn<FoundNeed>(ctx, ({ area }) => area)) },
    {
      of: 'person',
      key: 'scope',
      label: label('scope'),
      type: 'choice',
      choices: listed('scopes', ['individual', 'community']),
      values: ({ scope }) => chosen(scope, label(`scopes.${scope}`)),
    },
    {
      of: 'person',
      key: 'residentName',
      label: label('residentName'),
      type: 'text',
      values: (need) => words(need.residentName),
    },
    {
      of: 'person',
      key: 'residentKana',
      label: label('residentKana'),
      type: 'text',
      values: (need) => words(need.residentKana),
    },
    {
      of: 'received',
      key: 'receivedOn',
      label: label('receivedOn'),
      type: 'day',
      values: (need) => at(need.receivedOn),
    },
    {
      of: 'received',
      key: 'daysOpen',
      label: label('daysOpen'),
      type: 'number',
      unit: say(ctx.language, 'records.export.unit.days'),
      values: (need) => count(need.daysOpen),
    },
  ];
  const shown = own.filter(({ of }) => !hide.includes(of)).map(({ of: _of, ...column }) => column);
  const tellsAll = needReach(ctx.actor).every(({ names }) => names);
  return {
    kind: 'need',
    title: label('list'),
    columns: [
      {
        key: 'number',
        label: say(ctx.language, 'records.export.label.number'),
        type: 'number',
        values: (need) => count(need.number),
      },
      {
        key: 'title',
        label: say(ctx.language, 'records.export.label.title'),
        type: 'text',
        values: (need) => words(need.title),
      },
      ...shown,
      ...fieldColumns<FoundNeed>(ctx, fields.shown),
    ],
    notes: tellsAll || hide.includes('person') ? [] : [label('namesHidden')],
    page: async (own, paging) => findNeeds(own, query, fields, paging),
  };
}
