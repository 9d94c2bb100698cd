import type { Db } from '../database/db.ts';
import { joinLines, waitForName } from '../database/dialect.ts';

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
  /** See `readByClientKey`. */
  client_key: string | null;
};

/**
 * Of records of one kind. Answers the fields of the record's kind whose values are to be kept, as they are once the row is there: who fills in former answers
 * waits for submissions that are under way (`holdSubmissions`), and those that come later see that a field is used.
 */
export async function insertSubmissions(db: Db, rows: [SubmissionRow, ...SubmissionRow[]]): Promise<string[]> {
  const [{ municipality_id, record_kind: kind }] = rows;
  const uses = db('field_uses').where({ municipality_id, kind }).select(joinLines(db, 'field'));
  const [stored] = await db('submissions')
    .insert(rows)
    .returning<{ used: string | null }[]>(db.raw('? as used', [uses]));
  return stored?.used?.split('\n') ?? [];
}

/**
 * What a device sent under this name, which is unique in a municipality and stays with the answers for good. Where the same is being sent a second time, this one
 * waits until it is clear whether the other arrived.
 */
export async function readByClientKey(
  db: Db,
  municipalityId: string,
  clientKey: string,
): Promise<SubmissionRow | undefined> {
  await waitForName(db, `${municipalityId} ${clientKey}`);
  return db<SubmissionRow>('submissions').where({ municipality_id: municipalityId, client_key: clientKey }).first();
}

export async function readSubmissions(db: Db, ids: string[]): Promise<SubmissionRow[]> {
  return db<SubmissionRow>('submissions').whereIn('id', ids);
}

export async function readSubmission(db: Db, id: string): Promise<SubmissionRow | undefined> {
  return db<SubmissionRow>('submissions').where({ id }).first();
}

/** Everything that was answered of a record, oldest first: on which form, and what. */
export async function listSubmissions(
  db: Db,
  recordKind: string,
  recordId: string,
): Promise<Pick<SubmissionRow, 'id' | 'form_id'>[]> {
  return db<SubmissionRow>('submissions')
    .where({ record_kind: recordKind, record_id: recordId })
    .orderBy('id')
    .select('id', 'form_id');
}

/** These, oldest first, with who sent each. */
export async function readSentSubmissions(
  db: Db,
  ids: string[],
): Promise<(SubmissionRow & { submitter_name: string | null })[]> {
  return db('submissions')
    .leftJoin('users', 'users.id', 'submissions.submitted_by')
    .whereIn('submissions.id', ids)
    .orderBy('submissions.id')
    .select('submissions.*', 'users.name as submitter_name');
}

/** What each form was last answered with for these records, the latest answered last. */
export async function listLatestAnswers(
  db: Db,
  recordKind: string,
  recordIds: string[],
): Promise<{ record_id: string; form_key: string; form_id: string; answers: string }[]> {
  const ofThese = db('submissions')
    .join('definitions', 'definitions.id', 'submissions.form_id')
    .where('submissions.record_kind', recordKind)
    .whereIn('submissions.record_id', recordIds);
  const latest = ofThese.clone().groupBy('submissions.record_id', 'definitions.key').max('submissions.id');
  return ofThese
    .clone()
    .whereIn('submissions.id', latest)
    .orderBy('submissions.id')
    .select(
      'submissions.record_id as record_id',
      'definitions.key as form_key',
      'submissions.form_id as form_id',
      'submissions.answers as answers',
    );
}

/** Only for a record that is still being written (a proposal's draft); what was sent stays as it was. */
export async function updateSubmission(
  db: Db,
  id: string,
  answers: string,
  submittedBy: string | null,
  submittedAt: string,
): Promise<void> {
  await db('submissions').where({ id }).update({ answers, submitted_by: submittedBy, submitted_at: submittedAt });
}

/** Answers that were given to any version of a form, of a record only the last: a correction is a submission of its own. The latest sent last. */
export async function listAnswered(
  db: Db,
  municipalityId: string,
  formKey: string,
): Promise<{ id: string; submitted_at: string }[]> {
  const versions = db('definitions')
    .where({ municipality_id: municipalityId, kind: 'form', key: formKey })
    .select('id');
  const latest = db('submissions')
    .where('municipality_id', municipalityId)
    .whereIn('form_id', versions)
    .groupBy('record_kind', 'record_id')
    .max('id');
  return db<SubmissionRow>('submissions').whereIn('id', latest).orderBy('id').select('id', 'submitted_at');
}
