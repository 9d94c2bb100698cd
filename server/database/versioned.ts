import type { Db } from './db.ts';

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
 * The next running number of a municipality's needs or proposals. Locks the municipality's row until the
 * transaction ends, so that two servers cannot give out the same one.
 */
export async function nextNumber(db: Db, table: 'needs' | 'proposals', municipalityId: string): Promise<number> {
  await db('municipalities').where({ id: municipalityId }).forNoKeyUpdate().first('id');
  const row = (await db(table).where({ municipality_id: municipalityId }).max({ last: 'number' }).first()) as
    { last: number | null } | undefined;
  return (row?.last ?? 0) + 1;
}
