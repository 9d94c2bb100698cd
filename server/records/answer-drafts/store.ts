import type { Db } from '../../database/db.ts';
import { insertIfNew } from '../../database/dialect.ts';

export type AnswerDraftRow = {
  id: string;
  municipality_id: string;
  user_id: string;
  form_key: string;
  form_id: string;
  place: string;
  /** Of the record that it is for; null: one that is not there yet. */
  record_kind: string | null;
  record_id: string | null;
  /** The window's own name for itself. */
  saved_in: string;
  /** JSON: ids of the memberships that its writer had. */
  memberships: string;
  /** JSON. */
  answers: string;
  /** JSON: entries of `{formId, path, value}`. */
  aside: string;
  saved_at: string;
  version: number;
};

/** Whose draft it is, of which form, and for what. */
export type DraftPlace = Pick<AnswerDraftRow, 'municipality_id' | 'user_id' | 'form_key' | 'place'>;

export async function readAnswerDraft(db: Db, place: DraftPlace): Promise<AnswerDraftRow | undefined> {
  return db<AnswerDraftRow>('answer_drafts').where(place).first();
}

/** False where somebody was there first. */
export const insertAnswerDraft = (db: Db, row: AnswerDraftRow): Promise<boolean> =>
  insertIfNew(db, (inner) => inner('answer_drafts').insert(row));

/** The drafts of a writer, the latest first. */
export async function listAnswerDrafts(
  db: Db,
  { form_key, ...writer }: Pick<DraftPlace, 'municipality_id' | 'user_id'> & { form_key?: string | undefined },
): Promise<AnswerDraftRow[]> {
  const query = db<AnswerDraftRow>('answer_drafts').where(writer);
  if (form_key !== undefined) void query.where({ form_key });
  return query.orderBy([
    { column: 'saved_at', order: 'desc' },
    { column: 'id', order: 'desc' },
  ]);
}

export const readAnswerDraftById = (db: Db, id: string): Promise<AnswerDraftRow | undefined> =>
  db<AnswerDraftRow>('answer_drafts').where({ id }).first();

/** Makes it another account's; false where that has one for the same place. */
export async function moveAnswerDraft(
  db: Db,
  { id, municipality_id, form_key, place }: AnswerDraftRow,
  userId: string,
  memberships: string,
): Promise<boolean> {
  if (await readAnswerDraft(db, { municipality_id, user_id: userId, form_key, place })) return false;
  await db('answer_drafts')
    .where({ id })
    .update({ user_id: userId, memberships, saved_in: '', version: db.raw('version + 1') });
  return true;
}
/** What a writer has begun for one place, in whichever form. */
export const listAnswerDraftsAt = (db: Db, at: Omit<DraftPlace, 'form_key'>): Promise<AnswerDraftRow[]> =>
  db<AnswerDraftRow>('answer_drafts').where(at);

/** Whoever's: what is being written about these records, with its writer's name. */
export async function listAnswerDraftsOf(
  db: Db,
  recordIds: string[],
): Promise<(AnswerDraftRow & { user_name: string })[]> {
  return db('answer_drafts')
    .join('users', 'users.id', 'answer_drafts.user_id')
    .whereIn('answer_drafts.record_id', recordIds)
    .orderBy('answer_drafts.id')
    .select('answer_drafts.*', 'users.name as user_name');
}

/** Half-done answers (JSON) to any version of a form, whoever's. */
export async function listHalfDone(db: Db, municipalityId: string, formKey: string): Promise<string[]> {
  return db('answer_drafts').where({ municipality_id: municipalityId, form_key: formKey }).pluck('answers');
}

export async function deleteAnswerDraft(db: Db, place: Omit<DraftPlace, 'form_key'> & { form_key?: string }) {
  await db('answer_drafts').where(place).delete();
}

export async function countAnswerDrafts(db: Db, municipalityId: string, userId: string): Promise<number> {
  const row = await db('answer_drafts')
    .where({ municipality_id: municipalityId, user_id: userId })
    .count({ count: '*' })
    .first<{ count: number | string }>();
  return Number(row.count);
}

/** Those that nobody has touched since. */
export async function deleteAnswerDraftsBefore(db: Db, instant: string): Promise<void> {
  await db('answer_drafts').where('saved_at', '<', instant).delete();
}
