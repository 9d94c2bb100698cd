import type { Knex } from 'knex';
import type { Db } from '../database/db.ts';
import { idsAtOnce, isPostgres, rowsAtOnce, whereAmong } from '../database/dialect.ts';
import type { SortKey } from '../database/paging.ts';
import { readCounts } from '../database/parts.ts';

export type FieldValueRow = {
  municipality_id: string;
  kind: string;
  field: string;
  text: string | null;
  number: number | null;
  record_id: string;
};

export type FieldUseRow = {
  municipality_id: string;
  kind: string;
  field: string;
  filled_to: string;
  filled_at: string | null;
  created_at: string;
};

/** The fields of a kind whose values are kept, or are being filled in. */
export async function listFieldUses(db: Db, municipalityId: string, kind: string): Promise<FieldUseRow[]> {
  return db<FieldUseRow>('field_uses').where({ municipality_id: municipalityId, kind });
}

/** False where the field is used already. */
export async function insertFieldUse(db: Db, row: FieldUseRow): Promise<boolean> {
  const added = await db('field_uses')
    .insert(row)
    .onConflict(['municipality_id', 'kind', 'field'])
    .ignore()
    .returning('field');
  return added.length > 0;
}

export async function updateFieldUse(
  db: Db,
  { municipality_id, kind, field }: Pick<FieldUseRow, 'municipality_id' | 'kind' | 'field'>,
  values: Partial<Pick<FieldUseRow, 'filled_to' | 'filled_at'>>,
): Promise<void> {
  await db('field_uses').where({ municipality_id, kind, field }).update(values);
}

/** Puts these values in the place of those that the records have of the fields. */
export async function replaceFieldValues(
  db: Db,
  recordIds: string[],
  fields: string[],
  rows: FieldValueRow[],
): Promise<void> {
  await db('field_values').whereIn('record_id', recordIds).whereIn('field', fields).delete();
  for (let at = 0; at < rows.length; at += rowsAtOnce) await db('field_values').insert(rows.slice(at, at + rowsAtOnce));
}

/** The next records of a kind to which a form was answered, by id. */
export async function listAnsweredRecords(
  db: Db,
  municipalityId: string,
  kind: string,
  after: string,
  most: number,
): Promise<string[]> {
  return db('submissions')
    .where({ municipality_id: municipalityId, record_kind: kind })
    .where('record_id', '>', after)
    .distinct('record_id')
    .orderBy('record_id')
    .limit(most)
    .pluck<string[]>('record_id');
}

/**
 * Lets nobody submit a form until the transaction ends, and waits for those who are about to: what they write is seen
 * afterwards. SQLite has one writer and needs nothing.
 */
export async function holdSubmissions(db: Db): Promise<void> {
  if (!isPostgres(db)) return;
  // Whoever waits for this lock makes everybody behind it wait too: rather later.
  await db.raw("set local lock_timeout = '2s'");
  await db.raw('lock table submissions in share mode');
}

/** A condition of a list on one field. `any`: has one of these texts; `least`, `most`: in between, both included. */
export type FieldFilter = { kind: string; field: string } & (
  | { any: string[] }
  | { anyNumber: number[] }
  | { column: 'text' | 'number'; least?: string | number; most?: string | number }
);

const matching = (db: Db, municipalityId: string, filter: FieldFilter, name = 'field_values'): Knex.QueryBuilder => {
  const query = db({ [name]: 'field_values' })
    .where({
      [`${name}.municipality_id`]: municipalityId,
      [`${name}.kind`]: filter.kind,
      [`${name}.field`]: filter.field,
    })
    .select(`${name}.record_id`);
  if ('any' in filter) return query.whereIn(`${name}.text`, filter.any);
  if ('anyNumber' in filter) return query.whereIn(`${name}.number`, filter.anyNumber);
  const column = `${name}.${filter.column}`;
  if (filter.least !== undefined) query.where(column, '>=', filter.least);
  if (filter.most !== undefined) query.where(column, '<=', filter.most);
  return query;
};

/** Only records that all of the filters hold for. `id`: the column of the record's id. */
function whereAllHold(
  db: Db,
  query: Knex.QueryBuilder,
  id: string,
  municipalityId: string,
  filters: readonly FieldFilter[],
): void {
  for (const [index, filter] of filters.entries()) {
    const name = `value_${index}`;
    query.whereExists(matching(db, municipalityId, filter, name).whereRaw('?? = ??', [`${name}.record_id`, id]));
  }
}

/** What some filters find: these records where they are few, else whatever each of them holds for. */
export type FieldMatches = { ids: string[] } | { filters: readonly FieldFilter[] };

/**
 * Beyond as many records a list is found quicker by its order, with the conditions asked of each. `counted`: of the narrowest of
 * several, which are rarely met together.
 */
const few = { ofOne: 2_000, ofSeveral: 5_000, counted: 20_000 };

/**
 * Reads which records all of the filters hold for, where they are few: those of the narrowest, as far as the others hold for them too.
 * That takes the fields' indexes alone. None is counted further than this needs.
 */
export async function findByFields(
  db: Db,
  municipalityId: string,
  filters: readonly FieldFilter[],
  limits = few,
): Promise<FieldMatches> {
  let [narrowest, ...others] = filters;
  if (!narrowest) return { filters };
  if (others.length > 0) {
    const some = filters.map((filter) => matching(db, municipalityId, filter).limit(limits.counted + 1));
    const counts = await readCounts(
      db,
      Object.fromEntries(some.map((records, index) => [index, db.from(records.as('some')).count('*')])),
    );
    const countOf = (filter: FieldFilter): number => counts[filters.indexOf(filter)] ?? 0;
    [narrowest = narrowest, ...others] = filters.toSorted((a, b) => countOf(a) - countOf(b));
    if (countOf(narrowest) > limits.counted) return { filters };
  }
  const most = others.length > 0 ? limits.ofSeveral : limits.ofOne;
  const records = matching(db, municipalityId, narrowest).limit(most + 1);
  whereAllHold(db, records, 'field_values.record_id', municipalityId, others);
  const rows = (await records) as { record_id: string }[];
  return rows.length > most ? { filters } : { ids: rows.map((row) => row.record_id) };
}

/** Only the records that were found. `id`: the column of the record's id. */
export function whereFields(
  db: Db,
  query: Knex.QueryBuilder,
  id: string,
  municipalityId: string,
  matches: FieldMatches,
): void {
  if ('ids' in matches) whereAmong(db, query, id, matches.ids);
  else whereAllHold(db, query, id, municipalityId, matches.filters);
}

/** The order of a field: by its texts or its numbers. */
export type FieldSort = { field: string; column: 'text' | 'number'; direction: 'asc' | 'desc' };

/** Has a list ordered by a field, records without a value last; answers the keys of its order. `id`: the column of the record's id. */
export function sortByField(
  db: Db,
  query: Knex.QueryBuilder,
  id: string,
  { field, column, direction }: FieldSort,
): SortKey[] {
  query.leftJoin('field_values as sorted', (on) =>
    on.on('sorted.record_id', '=', id).andOnVal('sorted.field', '=', field),
  );
  const lacks = db.raw('case when sorted.record_id is null then 1 else 0 end');
  const value = db.raw(column === 'number' ? 'coalesce(sorted.number, 0)' : "coalesce(sorted.text, '')");
  query.select({ sorted_lacks: lacks, sorted_value: value });
  return [
    { column: lacks, field: 'sorted_lacks', integer: true },
    { column: value, field: 'sorted_value', direction, number: column === 'number' },
  ];
}

/** Joins a query to be counted with each value that its records have of a field, as `counted`. */
export function joinCounted(query: Knex.QueryBuilder, id: string, kind: string, field: string): void {
  query.join('field_values as counted', (on: Knex.JoinClause) =>
    on.on('counted.record_id', id).andOnVal('counted.kind', kind).andOnVal('counted.field', field),
  );
}

/** What these records have of these fields. */
export async function listFieldValues(
  db: Db,
  recordIds: string[],
  fields: string[],
): Promise<Pick<FieldValueRow, 'record_id' | 'field' | 'text' | 'number'>[]> {
  const rows: Pick<FieldValueRow, 'record_id' | 'field' | 'text' | 'number'>[] = [];
  if (fields.length === 0) return rows;
  // A large city has more needs than a statement may have values.
  for (let from = 0; from < recordIds.length; from += idsAtOnce)
    rows.push(
      ...(await db('field_values')
        .whereIn('record_id', recordIds.slice(from, from + idsAtOnce))
        .whereIn('field', fields)
        .orderBy('text')
        .select('record_id', 'field', 'text', 'number')),
    );
  return rows;
}
