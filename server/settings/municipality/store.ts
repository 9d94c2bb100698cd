import type { Db } from '../../database/db.ts';
import { updateVersion } from '../../database/versioned.ts';

export type MunicipalityRow = {
  id: string;
  code: string;
  name: string;
  name_kana: string;
  name_en: string | null;
  demo: number;
  created_at: string;
  /** The hash of the library of the product that was offered last. */
  library: string | null;
  /** What it calls councils and coordinators (`OwnWords` as JSON); null: as the product does. */
  own_words: string | null;
  /** 1: needs are handed to services; 0: they are not. */
  matching: number;
  coordinator_by: 'election' | 'appointment';
  hides_below: number;
  /** 1: forms may be taken along on a device. */
  offline: number;
  version: number;
};

/** A municipality as every request reads it with who asks. */
export type OwnMunicipality = {
  municipality_code: string;
  municipality_name: string;
  settings_version: number;
  second_factor_roles: string;
  own_words: string | null;
};

/** Of a query that has joined `users` and `municipalities`. */
export const ownMunicipalityColumns = {
  municipality_code: 'municipalities.code',
  municipality_name: 'municipalities.name',
  settings_version: 'municipalities.settings_version',
  second_factor_roles: 'municipalities.second_factor_roles',
  own_words: 'municipalities.own_words',
};

/** What a municipality demands of people's accounts: a second factor of some roles, joined by commas. */
export type SignInRules = { second_factor_roles: string; version: number };

/** Stores its words; what servers keep in memory of its texts is not asked for again. */
export async function updateOwnWords(
  db: Db,
  { id, version, words }: { id: string; version: number; words: string | null },
): Promise<number | null> {
  return updateVersion(db, 'municipalities', id, version, {
    own_words: words,
    settings_version: db.raw('settings_version + 1'),
  });
}

/** Stores how it works; what servers keep in memory of that is not asked for again. */
export async function updatePractice(
  db: Db,
  {
    id,
    version,
    values,
  }: { id: string; version: number; values: Pick<MunicipalityRow, 'matching' | 'coordinator_by' | 'hides_below'> },
): Promise<number | null> {
  return updateVersion(db, 'municipalities', id, version, {
    ...values,
    settings_version: db.raw('settings_version + 1'),
  });
}

export const updateOffline = (db: Db, id: string, version: number, offline: boolean): Promise<number | null> =>
  updateVersion(db, 'municipalities', id, version, { offline: offline ? 1 : 0 });

export async function insertMunicipality(
  db: Db,
  row: Omit<MunicipalityRow, 'own_words' | 'matching' | 'coordinator_by' | 'hides_below' | 'offline' | 'version'> &
    Partial<Pick<MunicipalityRow, 'coordinator_by'>>,
): Promise<void> {
  await db('municipalities').insert(row);
}

export async function readMunicipalityByCode(db: Db, code: string): Promise<MunicipalityRow | undefined> {
  return db<MunicipalityRow>('municipalities').where({ code }).first();
}

export async function readMunicipality(db: Db, id: string): Promise<MunicipalityRow | undefined> {
  return db<MunicipalityRow>('municipalities').where({ id }).first();
}

export async function readSignInRules(db: Db, id: string): Promise<SignInRules | undefined> {
  return db('municipalities').where({ id }).first<SignInRules | undefined>('second_factor_roles', 'version');
}

/** A municipality that keeps its audit for so many years. */
export type AuditKept = { id: string; code: string; name: string; years: number };

export async function listAuditKept(db: Db): Promise<AuditKept[]> {
  return db('municipalities')
    .whereNotNull('audit_kept_years')
    .orderBy('code')
    .select('id', 'code', 'name', 'audit_kept_years as years');
}

export async function listMunicipalities(db: Db): Promise<MunicipalityRow[]> {
  return db<MunicipalityRow>('municipalities').orderBy('code');
}

/** The demonstration's municipalities have `demo` 1 while their history is being played, and 2 once all of it is there. */
export async function demoState(db: Db): Promise<'none' | 'partial' | 'whole'> {
  const rows = await db<MunicipalityRow>('municipalities').where('demo', '>', 0).select('demo');
  if (rows.length === 0) return 'none';
  return rows.every((row) => row.demo === 2) ? 'whole' : 'partial';
}

export async function setDemoWhole(db: Db): Promise<void> {
  await db('municipalities').where({ demo: 1 }).update({ demo: 2 });
}
