import type { Db } from '../database/db.ts';

/** Nothing is counted further: then it is "so many and more". */
export const MOST_OF_A_PLACE = 10_000;

export type SettingsCounts = {
  areas: number;
  councils: number;
  users: number;
  accountsWaiting: number;
  codes: number;
  codesRetired: number;
  audit: number;
  imports: number;
  effectsFailed: number;
};

/** How much of each place of the settings a municipality has, in one statement. */
export async function countSettings(db: Db, municipalityId: string): Promise<SettingsCounts> {
  const of = (table: string) => db(table).where({ municipality_id: municipalityId });
  const parts = {
    areas: of('areas').whereNull('closed_at'),
    councils: of('councils').whereNull('closed_at'),
    users: of('users').whereNull('disabled_at'),
    accountsWaiting: of('users').whereNull('disabled_at').where({ password_hash: '' }),
    codes: of('code_entries').whereNull('retired_at'),
    codesRetired: of('code_entries').whereNotNull('retired_at'),
    audit: of('audit'),
    imports: of('imports').whereNull('undone_at'),
    effectsFailed: of('effects').where({ status: 'failed' }),
  };
  const row: Record<string, number | string> = await db
    .select(
      Object.fromEntries(
        Object.entries(parts).map(([name, query]) => [
          name,
          db.count('*').from(
            query
              .select(db.raw('1'))
              .limit(MOST_OF_A_PLACE + 1)
              .as('some'),
          ),
        ]),
      ),
    )
    .first();
  return Object.fromEntries(Object.entries(row).map(([name, count]) => [name, Number(count)])) as SettingsCounts;
}
