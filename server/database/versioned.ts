import type { Knex } from 'knex';
import type { Db } from './db.ts';
import { isPostgres, updateJson } from './dialect.ts';

/**
 * Compare-and-set: changes the row only where it still has the version that the writer saw.
 * Returns the new version, or null when somebody was there first.
 */
export async function updateVersion(
  db: Db,
  table: string,
  id: string,
  version: number,
  values: Record<string, unknown>,
): Promise<number | null> {
  const changed = await db(table)
    .where({ id, version })
    .update({ ...values, version: version + 1 });
  return changed === 1 ? version + 1 : null;
}

/**
 * The query, of rows that are all to be changed: nobody changes one of them before the transaction ends. `of`: the table, where others
 * are joined.
 */
export const holding = <Query extends Knex.QueryBuilder>(db: Db, query: Query, of: string): Query =>
  // On SQLite there is one transaction at a time anyway.
  isPostgres(db) ? (query.forNoKeyUpdate(of) as Query) : query;

/** Gives rows that the transaction holds their new texts, each its own, and each its next version; thousands cost as few statements as one. */
export async function updateHeld(
  db: Db,
  table: string,
  rows: readonly ({ id: string } & Record<string, string | null>)[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first).filter((name) => name !== 'id');
  const types = Object.fromEntries(columns.map((name) => [name, 'text' as const]));
  await updateJson(db, table, types, JSON.stringify(rows), { isNextVersion: true });
}
