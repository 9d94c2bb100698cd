import type { Db } from '../database/db.ts';

export type TestAnswersRow = {
  id: string;
  municipality_id: string;
  form_key: string;
  form_id: string;
  /** JSON. */
  answers: string;
  answered_by: string | null;
  answered_at: string;
};

export type NamedTestAnswers = TestAnswersRow & { answerer: string | null };

type OfForm = Pick<TestAnswersRow, 'municipality_id' | 'form_key'>;

export async function insertTestAnswers(db: Db, row: TestAnswersRow): Promise<void> {
  await db('test_answers').insert(row);
}

/** The latest first, at most `most`. */
export async function listTestAnswers(db: Db, ofForm: OfForm, most: number): Promise<NamedTestAnswers[]> {
  return db('test_answers')
    .leftJoin('users', 'users.id', 'test_answers.answered_by')
    .where({ 'test_answers.municipality_id': ofForm.municipality_id, 'test_answers.form_key': ofForm.form_key })
    .orderBy('test_answers.id', 'desc')
    .limit(most)
    .select('test_answers.*', 'users.name as answerer');
}

/** All but the latest `kept` go. */
export async function dropOldTestAnswers(db: Db, ofForm: OfForm, kept: number): Promise<void> {
  const old = db('test_answers').where(ofForm).orderBy('id', 'desc').offset(kept).limit(kept).select('id');
  await db('test_answers')
    .whereIn('id', db.from(old.as('old')).select('id'))
    .delete();
}

/** How many went. */
export const deleteTestAnswers = (db: Db, ofForm: OfForm & { id?: string }): Promise<number> =>
  db('test_answers').where(ofForm).delete();
