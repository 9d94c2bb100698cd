import type { Db } from '../../../database/db.ts';

/** Names of the councils that are not closed. */
export async function listCouncilNames(db: Db, municipalityId: string): Promise<string[]> {
  return db('councils')
    .where({ municipality_id: municipalityId })
    .whereNull('closed_at')
    .orderBy('id')
    .pluck('name') as Promise<string[]>;
}
