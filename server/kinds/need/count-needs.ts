import type { z } from 'zod';
import { listFieldsFor } from '../../decisions/field-values.ts';
import { definitionById } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { invalid, refused } from '../../kernel/errors.ts';
import { say } from '../../kernel/texts/index.ts';
import { stateName } from '../../records/standing.ts';
import type { listCounts } from '../../lists/contract.ts';
import { areaChoices, codeChoices } from '../../lists/common-columns.ts';
import type * as contract from './contract.ts';
import { askedFields, filterOf, requireReader } from './list-needs.ts';
import { needAudiences } from './policy.ts';
import { countFound, countNeedsBy, type CountedBy } from './store.ts';

type Counts = z.infer<typeof listCounts>;
type Counted = { choices: { value: string; label: string }[]; by: CountedBy | { field: string }; several: boolean };

const own = ['area', 'state', 'month', 'urgency', 'scope', 'type'] as const satisfies CountedBy[];

/** Of so few a number may say what somebody answered. */
const FEW = 20;

/**
 * How many needs the list finds, with their ids where they are few, by what is told of all of them. Throws `invalid` for a field that the asker may not be told of everything
 * in reach, or that has no few choices; `fieldsNotReady` while its values are still being filled in.
 */
export async function countNeedsFound(
  ctx: MunicipalContext,
  { by: name, ...query }: z.output<typeof contract.needCountsQuery>,
): Promise<{ counts: Counts; ids: string[] }> {
  requireReader(ctx);
  const fields = await askedFields(ctx, { ...query, sort: 'newest' });
  const { by, choices, several } = await readBy(ctx, name);
  const filter = await filterOf(ctx, { ...query, sort: 'newest' }, fields);
  if (!filter) return { counts: { total: 0, rows: [], several }, ids: [] };
  const { total, ids } = await countFound(ctx.db, filter, FEW);
  const counts = new Map<string, { label: string; count: number }>();
  for (const row of await countNeedsBy(ctx.db, filter, by)) {
    const { key, label } = await nameOf(ctx, choices, by, row);
    counts.set(key, { label, count: (counts.get(key)?.count ?? 0) + row.needs });
  }
  const order = choices.map(({ value }) => value);
  const place = (value: string): number => (order.includes(value) ? order.indexOf(value) : order.length);
  const rows: Counts['rows'] = [...counts]
    .map(([value, { label, count }]) => ({ value, label, count }))
    .toSorted((a, b) => place(a.value) - place(b.value) || (a.value < b.value ? -1 : 1));
  const known = rows.reduce((sum, { count }) => sum + count, 0);
  const unknown = { value: null, label: say(ctx.language, 'needs.columns.unknown'), count: total - known };
  const isPartKnown = !several && unknown.count > 0;
  return { counts: { total, rows: isPartKnown ? [...rows, unknown] : rows, several }, ids };
}

async function readBy(ctx: MunicipalContext, name: string): Promise<Counted> {
  const listed = (group: string, values: string[]) =>
    values.map((value) => ({ value, label: say(ctx.language, `needs.columns.${group}.${value}`) }));
  const by = own.find((known) => known === name);
  switch (by) {
    case 'area':
      return { by, choices: [...(await areaChoices(ctx))], several: false };
    case 'type':
      return { by, choices: [...(await codeChoices(ctx, 'service-type'))], several: true };
    case 'urgency':
      return { by, choices: listed('urgencies', ['high', 'normal', 'low']), several: false };
    case 'scope':
      return { by, choices: listed('scopes', ['individual', 'community']), several: false };
    case 'state':
    case 'month':
      return { by, choices: [], several: false };
    default:
      return readField(ctx, name);
  }
}

async function readField(ctx: MunicipalContext, name: string): Promise<Counted> {
  const field = (await listFieldsFor(ctx, 'need', needAudiences(ctx.actor))).find((known) => known.field === name);
  const refuse = (code: string): never => {
    const message = say(ctx.language, `records.fields.${code}`, { field: field?.label ?? name });
    throw invalid([{ path: '/by', code, message }]);
  };
  if (!field) return refuse('unknown-field');
  if (!field.askable) return refuse('not-told');
  if (!['boolean', 'choice', 'choices'].includes(field.type)) return refuse('no-choices');
  if (!field.ready) throw refused('fieldsNotReady', { fields: `「${field.label}」` });
  const choices =
    field.type === 'boolean'
      ? ['true', 'false'].map((value) => ({ value, label: say(ctx.language, `records.fields.${value}`) }))
      : field.choices;
  return { by: { field: name }, choices, several: field.type === 'choices' };
}

/** What a row is called. Two states of the same name are one; one of a former version of a workflow is called as it was. */
async function nameOf(
  ctx: MunicipalContext,
  choices: Counted['choices'],
  by: Counted['by'],
  { value, workflow_id }: { value: string; workflow_id?: string },
): Promise<{ key: string; label: string }> {
  if (by === 'state' && workflow_id !== undefined) {
    const { body } = await definitionById(ctx, 'workflow', workflow_id);
    const name = stateName(body, value, ctx.language);
    return { key: name, label: name };
  }
  if (by === 'month') {
    const [year = '', month = ''] = value.split('-');
    return { key: value, label: say(ctx.language, 'needs.columns.month', { year, month: Number(month) }) };
  }
  return { key: value, label: choices.find((choice) => choice.value === value)?.label ?? value };
}
