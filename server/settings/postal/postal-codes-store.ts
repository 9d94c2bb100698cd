import type { Db } from '../../database/db.ts';

type PostalTableRow = {
  municipality_id: string;
  codes: number;
  towns: number;
  loaded_at: string;
  loaded_by: string | null;
};

export const readPostalTable = (
  db: Db,
  municipalityId: string,
): Promise<(PostalTableRow & { loaded_by_name: string | null }) | undefined> =>
  db('postal_tables')
    .leftJoin('users', 'users.id', 'postal_tables.loaded_by')
    .where({ 'postal_tables.municipality_id': municipalityId })
    .first('postal_tables.*', 'users.name as loaded_by_name');

/** The JSON of the codes that begin with these digits. */
export async function readPostalEntries(db: Db, municipalityId: string, prefix: string): Promise<string | undefined> {
  const row = (await db('postal_codes').where({ municipality_id: municipalityId, prefix }).first('entries')) as
    { entries: string } | undefined;
  return row?.entries;
}

/** Puts a table in place of the one there was. */
export async function replacePostalTable(
  db: Db,
  table: PostalTableRow,
  rows: { prefix: string; entries: string }[],
): Promise<void> {
  const { municipality_id } = table;
  // First: who loads another at the same time waits for this row, then sees and replaces what was put here.
  await db('postal_tables').insert(table).onConflict('municipality_id').merge();
  await db('postal_codes').where({ municipality_id }).delete();
  for (let at = 0; at < rows.length; at += 100)
    await db('postal_codes').insert(rows.slice(at, at + 100).map((row) => ({ municipality_id, ...row })));
}
