import type { Knex } from 'knex';
import type { Db } from './db.ts';

/** A query that is still to be narrowed or sent. */
export type Query = Knex.QueryBuilder;

/** Which query brought a row, and how many rows that query has, counted to `MOST_COUNTED`. */
export type Part = { part: number; total: number };

export const MOST_COUNTED = 1000;

/** The first `limit` rows of each of these queries, which select the same columns, in one statement and in order. */
export async function readParts<Row>(db: Db, queries: Query[], limit: number): Promise<(Row & Part)[]> {
  const parts = queries.map((query, index) => {
    const counted = query
      .clone()
      .clearSelect()
      .clearOrder()
      .select(db.raw('1'))
      .limit(MOST_COUNTED + 1)
      .as('counted');
    const rows = query
      .clone()
      .select({ total: db.count('*').from(counted) })
      .select(db.raw(`${index} as part`))
      .limit(limit);
    return db.select('*').from(rows.as(`part_${index}`));
  });
  const [first, ...others] = parts;
  if (!first) return [];
  const rows = (await first.unionAll(others)) as (Row & { part: number; total: number | string })[];
  // A union keeps no order between its parts.
  return rows.map((row) => ({ ...row, total: Number(row.total) })).toSorted((one, other) => one.part - other.part);
}
