import type { Db } from '../../database/db.ts';

/** E-mails of the municipality's accounts, in lower case. */
export async function listEmails(db: Db, municipalityId: string): Promise<string[]> {
  return db('users').where({ municipality_id: municipalityId }).orderBy('id').pluck('email') as Promise<string[]>;
}

/** The bodies that are not closed. */
export async function listBodies(db: Db, municipalityId: string): Promise<{ id: string; name: string }[]> {
  return db('organisations')
    .where({ municipality_id: municipalityId })
    .whereNull('closed_at')
    .orderBy('id')
    .select('id', 'name') as Promise<{ id: string; name: string }[]>;
}
