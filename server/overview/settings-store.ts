import type { Db } from '../database/db.ts';
import type { MunicipalityRow } from '../settings/municipality/store.ts';
import { readCounts, type Query } from '../database/parts.ts';

/** Nothing is counted further: then it is "so many and more". */
export const MOST_OF_A_PLACE = 10_000;

/** What a municipality decided of itself. */
export const readCity = (db: Db, municipalityId: string) =>
  db<
    Pick<MunicipalityRow, 'own_words' | 'matching' | 'coordinator_by' | 'hides_below' | 'offline'> & {
      id: string;
      second_factor_roles: string;
    }
  >('municipalities')
    .where({ id: municipalityId })
    .first('own_words', 'matching', 'coordinator_by', 'hides_below', 'offline', 'second_factor_roles');

/** How much of each place of the settings a municipality has, in one statement. */
export const countSettings = (db: Db, municipalityId: string) => {
  const of = (table: string): Query => db(table).where({ municipality_id: municipalityId });
  const count = (rows: Query): Query =>
    db.count('*').from(
      rows
        .select(db.raw('1'))
        .limit(MOST_OF_A_PLACE + 1)
        .as('some'),
    );
  return readCounts(db, {
    areas: count(of('areas').whereNull('closed_at')),
    councils: count(of('councils').whereNull('closed_at')),
    users: count(of('users').whereNull('disabled_at')),
    accountsWaiting: count(of('users').whereNull('disabled_at').where({ password_hash: '' })),
    codes: count(of('code_entries').whereNull('retired_at')),
    codesRetired: count(of('code_entries').whereNotNull('retired_at')),
    audit: count(of('audit')),
    imports: count(of('imports').whereNull('undone_at')),
    effectsFailed: count(of('effects').where({ status: 'failed' })),
    postalTables: count(of('postal_tables')),
    decisions: count(of('decisions')),
    erasureLists: count(of('erasure_lists')),
    erasureListsWaiting: count(of('erasure_lists').whereNull('approved_at')),
    retentionUnset: count(db('municipalities').where({ id: municipalityId }).whereNull('needs_kept_years')),
  });
};
