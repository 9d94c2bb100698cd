import type { Db } from '../database/db.ts';

/** How somebody wants to be told, and up to when they have read everything. */
export type NewsRow = { user_id: string; read_before: string | null; digest: 0 | 1; mailed_at: string | null };

export async function readNewsRow(db: Db, userId: string): Promise<NewsRow> {
  const row = await db<NewsRow>('user_news').where({ user_id: userId }).first();
  return row ?? { user_id: userId, read_before: null, digest: 0, mailed_at: null };
}

export async function writeNewsRow(db: Db, userId: string, values: Partial<Omit<NewsRow, 'user_id'>>): Promise<void> {
  await db('user_news')
    .insert({ user_id: userId, ...values })
    .onConflict('user_id')
    .merge(values);
}

/** Which of these somebody has read. */
export async function listReads(db: Db, userId: string, subjects: string[]): Promise<Set<string>> {
  const rows: { subject: string }[] =
    subjects.length === 0
      ? []
      : await db('user_reads').where({ user_id: userId }).whereIn('subject', subjects).select('subject');
  return new Set(rows.map(({ subject }) => subject));
}

export async function insertReads(db: Db, userId: string, subjects: string[], at: string): Promise<void> {
  if (subjects.length === 0) return;
  await db('user_reads')
    .insert(subjects.map((subject) => ({ user_id: userId, subject, read_at: at })))
    .onConflict(['user_id', 'subject'])
    .ignore();
}

/** Forgets marks of what is told to nobody any more; those of things to do first stay. */
export async function deleteReadsBefore(db: Db, before: string): Promise<void> {
  await db('user_reads').where('read_at', '<', before).whereNot('subject', 'like', 'first:%').delete();
}

/** Accounts of a municipality that want a mail a day and can sign in. */
export async function listDigested(db: Db, municipalityId: string): Promise<string[]> {
  const rows: { id: string }[] = await db('users')
    .join('user_news', 'user_news.user_id', 'users.id')
    .where({ 'users.municipality_id': municipalityId, 'users.disabled_at': null, 'user_news.digest': 1 })
    .whereNot('users.password_hash', '')
    .orderBy('users.id')
    .select('users.id');
  return rows.map(({ id }) => id);
}
