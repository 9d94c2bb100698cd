import type { z } from 'zod';
import { listFieldsFor } from '../decisions/field-values.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { invalid, refused } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import type { listCounts } from './contract.ts';
import type { ViewedList } from './views.ts';

export type Counts = z.infer<typeof listCounts>;

type CountedRow = { value: string; workflow_id?: string; count: number };
type Named = { key: string; label: string };
/** What a list of its own can be counted by. `several`: a record can have more than one. `nameOf`: what a row is called, where no choice says it. */
export type CountedOwn = {
  choices: readonly { value: string; label: string }[];
  several?: boolean;
  nameOf?: (row: CountedRow) => Promise<Named> | Named;
};

export type CountedList<B extends string> = ViewedList & {
  /** What it can be counted by beside fields of its forms. */
  own: Readonly<Record<B, () => Promise<CountedOwn> | CountedOwn>>;
  /** How many the list finds, with their ids where they are no more than these; null: it is asked for an area that there is not. */
  all: (mostIds: number) => Promise<{ total: number; ids: string[] }> | null;
  rows: (by: B | { field: string }) => Promise<CountedRow[]>;
};

/** Of so few a number may say what somebody answered. */
const FEW = 20;

/**
 * How many records a list finds, with their ids where they are few, by what is told of all of them. Throws `invalid` for a field that the asker may not be told of everything
 * in reach, or that has no few choices; `fieldsNotReady` while its values are still being filled in.
 */
export async function countList<B extends string>(
  ctx: MunicipalContext,
  list: CountedList<B>,
  name: string,
): Promise<{ counts: Counts; ids: string[] }> {
  // The keys of a record are its own.
  const by = (Object.keys(list.own) as B[]).find((own) => own === name);
  const {
    choices,
    several = false,
    nameOf,
  } = by === undefined ? await readField(ctx, list, name) : await list.own[by]();
  const all = await list.all(FEW);
  if (!all) return { counts: { total: 0, rows: [], several }, ids: [] };
  const { total, ids } = all;
  const labels = new Map(choices.map(({ value, label }) => [value, label]));
  const counts = new Map<string, { label: string; count: number }>();
  for (const row of await list.rows(by ?? { field: name })) {
    const { key, label } = (await nameOf?.(row)) ?? { key: row.value, label: labels.get(row.value) ?? row.value };
    counts.set(key, { label, count: (counts.get(key)?.count ?? 0) + row.count });
  }
  const order = choices.map(({ value }) => value);
  const place = (value: string): number => (order.includes(value) ? order.indexOf(value) : order.length);
  const rows: Counts['rows'] = [...counts]
    .map(([value, { label, count }]) => ({ value, label, count }))
    .toSorted((a, b) => place(a.value) - place(b.value) || (a.value < b.value ? -1 : 1));
  const known = rows.reduce((sum, { count }) => sum + count, 0);
  const unknown = { value: null, label: say(ctx.language, 'records.counts.unknown'), count: total - known };
  const isPartKnown = !several && unknown.count > 0;
  return { counts: { total, rows: isPartKnown ? [...rows, unknown] : rows, several }, ids };
}

async function readField(ctx: MunicipalContext, { kind, audiences }: ViewedList, name: string): Promise<CountedOwn> {
  const field = (await listFieldsFor(ctx, kind, audiences)).find((known) => known.field === name);
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
  return { choices, several: field.type === 'choices' };
}

/** Months, by time: `2026-11`. */
export const byMonth = ({ language }: Pick<MunicipalContext, 'language'>): CountedOwn => ({
  choices: [],
  nameOf: ({ value }) => {
    const [year = '', month = ''] = value.split('-');
    return { key: value, label: say(language, 'records.counts.month', { year, month: Number(month) }) };
  },
});
