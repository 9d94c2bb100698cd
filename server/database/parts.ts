import type { Knex } from 'knex';
import type { Db } from './db.ts';

/** A query that is still to be narrowed or sent. */
export type Query = Knex.QueryBuilder;

/** What each of these queries counts, in one statement; in none where nothing is to be counted. */
export async function readCounts<Name extends string>(
  db: Db,
  counts: Record<Name, Query>,
): Promise<Record<Name, number>> {
  const row: Record<string, number | string> = Object.keys(counts).length === 0 ? {} : await db.select(counts).first();
  // The same names.
  return Object.fromEntries(Object.entries(row).map(([name, count]) => [name, Number(count)])) as Record<Name, number>;
}

/** Only what lies below one of these paths; nothing where there is none. `column`: of the area's path. */
export const below = (query: Query, column: string, paths: readonly string[]): Query =>
  query.where((any) => {
    any.whereRaw('1 = 0');
    for (const path of paths) any.orWhere(column, 'like', `${path}%`);
  });

/** Only what lies in an area (`areas`) below one of these paths, at it or above it; nothing where there is none. */
export const around = (query: Query, paths: readonly string[]): Query =>
  query.where((any) => {
    any.whereRaw('1 = 0');
    for (const path of paths)
      any.orWhere('areas.path', 'like', `${path}%`).orWhereIn('areas.id', path.split('/').filter(Boolean));
  });

/** As `below`, of areas that have been read: those below one of these paths, or at it. */
export const areasBelow = <A extends { path: string }>(areas: readonly A[], paths: readonly string[]): A[] =>
  areas.filter((area) => paths.some((path) => area.path.startsWith(path)));

/** Which query brought a row, and how many rows that query has, counted to `MOST_COUNTED`. */
export type Part = { part: number; total: number };

export const MOST_COUNTED = 1000;

/** SQLite joins no more than 500 queries to one. */
const MOST_JOINED = 400;

/** The first `limit` rows of each of these queries, which select the same columns, in one statement. A union keeps no order between its parts. */
export async function readParts<Row>(db: Db, queries: Query[], limit: number): Promise<Row[]> {
  const [first, ...others] = queries
    .slice(0, MOST_JOINED)
    .map((query, index) => db.select('*').from(query.clone().limit(limit).as(`part_${index}`)));
  if (!first) return [];
  const rows = (await first.unionAll(others)) as Row[];
  return queries.length > MOST_JOINED
    ? [...rows, ...(await readParts<Row>(db, queries.slice(MOST_JOINED), limit))]
    : rows;
}

/** The same, each row with its `Part`, part by part. `rowsOf` makes of a query, which is counted as it is, the one that brings its rows. */
export async function readCountedParts<Row>(
  db: Db,
  queries: Query[],
  limit: number,
  rowsOf = (query: Query): Query => query.clone(),
): Promise<(Row & Part)[]> {
  const counted = queries.map((query, index) => {
    const some = query
      .clone()
      .clearSelect()
      .clearOrder()
      .select(db.raw('1'))
      .limit(MOST_COUNTED + 1);
    return rowsOf(query)
      .select({ total: db.count('*').from(some.as('counted')) })
      .select(db.raw(`${index} as part`));
  });
  const rows = await readParts<Row & { part: number; total: number | string }>(db, counted, limit);
  return rows.map((row) => ({ ...row, total: Number(row.total) })).toSorted((a, b) => a.part - b.part);
}

/** How many rows a query has, and their ids where they are no more than `mostIds`. */
export async function countFound(query: Query, id: string, mostIds: number): Promise<{ total: number; ids: string[] }> {
  const row = (await query.clone().count({ found: '*' }).first()) as { found: number | string };
  const total = Number(row.found);
  return { total, ids: total > 0 && total <= mostIds ? await query.clone().pluck<string[]>(id) : [] };
}
