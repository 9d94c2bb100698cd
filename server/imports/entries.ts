import { createHash } from 'node:crypto';
import type { MunicipalContext } from '../kernel/context.ts';
import type { ListPlan, Loaded } from './import-kind.ts';
import { readCells, type RowReader } from './read-cells.ts';
import type { ImportMapping, PlanIssue, PlanRow, ReadTable } from './types.ts';

/** One row of a list whose rows are only added: what makes it one of a kind, and what is stored. */
export type Entry<T> = { name: string; identity: string; shown: Record<string, string>; values: T };
export type EntryPlan<T> = Omit<ListPlan, 'rows'> & { rows: (PlanRow & { values?: T })[] };

/** Each entry is made by itself, with all that belongs to it: a list longer than this is split. */
const mostEntries = 2000;
const batchSize = 100;

/**
 * Plans a list whose rows make something new; what is there already stays as it is. `read` tells what a row says and raises what
 * is wrong with it. `nameField`: the one that says what an entry is called.
 */
export function planEntries<T>(
  table: ReadTable,
  mapping: ImportMapping,
  read: (cells: RowReader) => Entry<T>,
  isThere: (identity: string) => boolean,
  nameField = 'name',
): EntryPlan<T> {
  const cells = readCells(table, mapping);
  const firstOf = new Map<string, number>();
  const issues: PlanIssue[] = [];
  const rows = table.rows.map((row, at): PlanRow & { values?: T } => {
    const reader = cells.read(row);
    const { name, identity, shown, values } = read(reader);
    const isBad = () => reader.issues.some(({ level }) => level === 'error');
    if (at >= mostEntries) reader.raise('error', nameField, 'beyondMost', { limit: mostEntries });
    const first = firstOf.get(identity);
    if (!isBad() && first !== undefined) reader.raise('error', nameField, 'sameEntry', { first });
    if (!isBad()) firstOf.set(identity, row.row);
    issues.push(...reader.issues);
    const said = { row: row.row, name, shown };
    if (isBad()) return { ...said, action: 'reject' };
    return isThere(identity) ? { ...said, action: 'unchanged' } : { ...said, action: 'create', values };
  });
  return { rows, issues, doubts: [] };
}

/** The new entries of a plan, some at a time. */
export function* entriesOf<T>({ rows }: EntryPlan<T>): Generator<T[]> {
  const entries = rows.flatMap(({ values }) => (values === undefined ? [] : [values]));
  for (let at = 0; at < entries.length; at += batchSize) yield entries.slice(at, at + batchSize);
}

/** Makes each entry, one after the other; `make` is given the values that its planner gave. */
export async function makeEntries(batches: Buffer[], make: (values: unknown) => Promise<string>): Promise<Made> {
  const ids: string[] = [];
  for (const batch of batches)
    for (const values of JSON.parse(batch.toString('utf8')) as unknown[]) ids.push(await make(values));
  return { ids };
}
/** What an import of entries has made, in that order. */
export type Made = { ids: string[] };

const basisOf = (names: object): string => createHash('sha256').update(JSON.stringify(names)).digest('base64');

/** What such a list is planned against, all of it names. */
export const entriesAgainst = <N extends object>(
  read: (ctx: MunicipalContext) => Promise<N>,
): { load: (ctx: MunicipalContext) => Promise<Loaded>; readBasis: (ctx: MunicipalContext) => Promise<string> } => ({
  load: async (ctx) => {
    const names = await read(ctx);
    return { names, lines: [], basis: basisOf(names) };
  },
  readBasis: async (ctx) => basisOf(await read(ctx)),
});
