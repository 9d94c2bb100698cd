import type { Db } from '../../database/db.ts';
import { insertIfNew } from '../../database/dialect.ts';

export type AnswerDraftRow = {
  id: string;
  municipality_id: string;
  user_id: string;
  form_key: string;
  form_id: string;
  place: string;
  /** JSON. */
  answers: string;
  /** JSON: entries of `{formId, path, value}`. */
  aside: string;
  saved_at: string;
};

/** Whose draft it is, of which form, and for what. */
export type DraftPlace = Pick<AnswerDraftRow, 'municipality_id' | 'user_id' | 'form_key' | 'place'>;

export async function readAnswerDraft(db: Db, place: DraftPlace): Promise<AnswerDraftRow | undefined> {
  return db<AnswerDraftRow>('answer_drafts').where(place).first();
}

/** Writes the one draft of a place, whoever was there first. */
export async function putAnswerDraft(db: Db, row: AnswerDraftRow): Promise<void> {
  const { municipality_id, user_id, form_key, place, form_id, answers, aside, saved_at } = row;
  const at = { municipality_id, user_id, form_key, place };
  const values = { form_id, answers, aside, saved_at };
  if ((await db('answer_drafts').where(at).update(values)) > 0) return;
  if (await insertIfNew(db, (inner) => inner('answer_drafts').insert(row))) return;
  await db('answer_drafts').where(at).update(values);
}

export async function deleteAnswerDraft(db: Db, place: DraftPlace): Promise<void> {
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
export async function deleteAnswerDraftsBefore(db: Db, municipalityId: string, instant: string): Promise<void> {
  await db('answer_drafts').where({ municipality_id: municipalityId }).where('saved_at', '<', instant).delete();
}
