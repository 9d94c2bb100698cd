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
