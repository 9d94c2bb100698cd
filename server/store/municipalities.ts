import type { Db } from './database.ts';

export type MunicipalityRow = { id: string; code: string; name: string; name_kana: string; name_en: string | null; demo: number; created_at: string };

export async function insertMunicipality(db: Db, row: MunicipalityRow): Promise<void> {
  await db('municipalities').insert(row);
}

export async function readMunicipalityByCode(db: Db, code: string): Promise<MunicipalityRow | undefined> {
  return db<MunicipalityRow>('municipalities').where({ code }).first();
}

export async function readMunicipality(db: Db, id: string): Promise<MunicipalityRow | undefined> {
  return db<MunicipalityRow>('municipalities').where({ id }).first();
}

export async function listMunicipalities(db: Db): Promise<MunicipalityRow[]> {
  return db<MunicipalityRow>('municipalities').orderBy('code');
}
