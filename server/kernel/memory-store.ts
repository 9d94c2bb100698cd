import type { Db } from '../database/db.ts';

/** Tables of which something is kept in memory: what changes them raises `municipalities.settings_version`, by triggers. */
export const keptTables = ['areas', 'code_entries', 'definitions', 'memberships'];

const names = new RegExp(`["\`\\s](?:${keptTables.join('|')})["\`\\s(]`);

/** Calls back once this transaction sends anything but a question that names one of these tables; never where `db` is none. */
export function onSettingsWritten(db: Db, written: () => void): void {
  if (!db.isTransaction) return;
  db.on('query', ({ sql }: { sql: string }) => {
    if (!/^\s*select\b/i.test(sql) && names.test(sql)) written();
  });
}

export async function readSettingsVersion(db: Db, municipalityId: string): Promise<number | undefined> {
  const row = await db('municipalities')
    .where({ id: municipalityId })
    .first<{ settings_version: number } | undefined>('settings_version');
  return row?.settings_version;
}
