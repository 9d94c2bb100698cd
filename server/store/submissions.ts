import type { Db } from './database.ts';

export type SubmissionRow = {
  id: string;
  municipality_id: string;
  form_id: string;
  record_kind: string;
  record_id: string;
  /** JSON. */
  answers: string;
  submitted_by: string | null;
  submitted_at: string;
};

export async function insertSubmission(db: Db, row: SubmissionRow): Promise<void> {
  await db('submissions').insert(row);
}

export async function readSubmission(db: Db, id: string): Promise<SubmissionRow | undefined> {
  return db<SubmissionRow>('submissions').where({ id }).first();
}

/** Only for a record that is still being written (a proposal's draft); what was sent stays as it was. */
export async function updateSubmission(db: Db, id: string, answers: string, submittedBy: string | null, submittedAt: string): Promise<void> {
  await db('submissions').where({ id }).update({ answers, submitted_by: submittedBy, submitted_at: submittedAt });
}
