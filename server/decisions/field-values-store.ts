import type { Knex } from 'knex';
import type { Db } from '../database/db.ts';
import { idsAtOnce, isPostgres, rowsAtOnce } from '../database/dialect.ts';

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

const matching = (db: Db, municipalityId: string, filter: FieldFilter): Knex.QueryBuilder => {
  const query = db('field_values').where({
    'field_values.municipality_id': municipalityId,
    'field_values.kind': filter.kind,
    'field_values.field': filter.field,
  });
  if ('any' in filter) return query.whereIn('field_values.text', filter.any);
  if ('anyNumber' in filter) return query.whereIn('field_values.number', filter.anyNumber);
  const column = `field_values.${filter.column}`;
  if (filter.least !== undefined) query.where(column, '>=', filter.least);
  if (filter.most !== undefined) query.where(column, '<=', filter.most);
  return query;
};

/** Beyond as many records a list is found quicker by its order, with the condition asked of each; several conditions are rarely met together. */
const narrow = { one: 2_000, several: 20_000 };

/**
 * The filters, narrowest first, and whether that one is so narrow that the list is best found by it. Counts none of them
 * further than that needs.
 */
export async function orderFieldFilters(
  db: Db,
  municipalityId: string,
  filters: FieldFilter[],
): Promise<{ filters: FieldFilter[]; isNarrow: boolean }> {
  const most = filters.length > 1 ? narrow.several : narrow.one;
  const counted: { filter: FieldFilter; found: number }[] = [];
  for (const filter of filters) {
    const some = matching(db, municipalityId, filter)
      .select('record_id')
      .limit(most + 1);
    const row = (await db.from(some.as('some')).count({ found: '*' }).first()) as { found: number | string };
    counted.push({ filter, found: Number(row.found) });
  }
  counted.sort((a, b) => a.found - b.found);
  return { filters: counted.map(({ filter }) => filter), isNarrow: (counted[0]?.found ?? most + 1) <= most };
}

/** Only records that all of the filters hold for. `id`: the column of the record's id. */
export function whereFields(
  db: Db,
  query: Knex.QueryBuilder,
  id: string,
  municipalityId: string,
  { filters, isNarrow }: { filters: FieldFilter[]; isNarrow: boolean },
): void {
  for (const [index, filter] of filters.entries()) {
    const records = matching(db, municipalityId, filter).select('field_values.record_id');
    if (index === 0 && isNarrow) query.whereIn(id, records);
    else query.whereExists(records.whereRaw('field_values.record_id = ??', [id]));
  }
}

/** Joins a list with each record's value of a field as `sorted`. */
export function joinSorting(query: Knex.QueryBuilder, id: string, field: string): void {
  query.leftJoin('field_values as sorted', (on) =>
    on.on('sorted.record_id', '=', id).andOnVal('sorted.field', '=', field),
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
