import type { z } from 'zod';
import { listFields } from '../../../forms/index.ts';
import { moveAnswers, type Aside } from '../../../forms/move-answers.ts';
import type { Form } from '../../../forms/types.ts';
import { writeValue } from '../../../forms/walk.ts';
import { definitionById, type Definition } from '../../definitions/definitions.ts';
import { sayChange, sayField } from '../../definitions/say-change.ts';
import { readDefinition } from '../../definitions/store.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { invalid } from '../../kernel/errors.ts';
import { say } from '../../kernel/texts/index.ts';
import type * as contract from './contract.ts';
import {
  countAnswerDrafts,
  deleteAnswerDraft,
  deleteAnswerDraftsBefore,
  putAnswerDraft,
  readAnswerDraft,
  type AnswerDraftRow,
  type DraftPlace,
} from './store.ts';

/** A draft that nobody has touched for so long is given up. */
const KEPT_DAYS = 90;
/** More than anybody has begun at once; a script that fills the table is stopped. */
const MOST_DRAFTS = 200;

type KeptAside = Aside & { formId: string };
type Answers = Record<string, unknown>;

const placeOf = (ctx: MunicipalContext, formKey: string, place: string): DraftPlace => ({
  municipality_id: ctx.municipality.id,
  user_id: ctx.actor.id ?? '',
  form_key: formKey,
  place,
});

/** A version of the form that the municipality has. Throws `invalid` for any other. */
async function readVersion(ctx: MunicipalContext, formKey: string, formId: string): Promise<Definition<'form'>> {
  const row = await readDefinition(ctx.db, formId);
  if (row?.municipality_id === ctx.municipality.id && row.kind === 'form' && row.key === formKey)
    return definitionById(ctx, 'form', formId);
  throw invalid([{ path: '/formId', code: 'unknown', message: say(ctx.language, 'changes.unknownVersion') }]);
}

/** The draft's answers, and what they lack a place for, as a version takes them. */
async function move(ctx: MunicipalContext, row: AnswerDraftRow, to: Definition<'form'>) {
  const from = await definitionById(ctx, 'form', row.form_id);
  const kept = JSON.parse(row.aside) as KeptAside[];
  const answers = JSON.parse(row.answers) as Answers;
  if (from.id === to.id) return { from, answers, aside: kept, asks: [] };
  const moved = moveAnswers(from.body, to.body, answers);
  return { from, ...moved, aside: [...kept, ...moved.aside.map((aside) => ({ ...aside, formId: from.id }))] };
}

/** What the asker has begun in this form for this place, as the version `formId` takes it; null: nothing. */
export async function readOwnDraft(
  ctx: MunicipalContext,
  formKey: string,
  { place, formId }: z.infer<typeof contract.answerDraftQuery>,
): Promise<z.infer<typeof contract.answerDraft>> {
  const to = await readVersion(ctx, formKey, formId);
  const row = await readAnswerDraft(ctx.db, placeOf(ctx, formKey, place));
  if (!row) return { draft: null };
  const { from, answers, aside, asks } = await move(ctx, row, to);
  const asideInWords = [];
  for (const entry of aside) {
    const { body } = await definitionById(ctx, 'form', entry.formId);
    asideInWords.push({ label: sayField([body], entry.path, ctx.language), value: sayAside(ctx, body, entry) });
  }
  return {
    draft: {
      answers,
      from: from.number,
      asks: asks.map((change) => sayChange([to.body, from.body], change, ctx.language)),
      aside: asideInWords,
      savedAt: row.saved_at,
    },
  };
}

/** A value in words: chosen words where the form lists them, else as it was typed. */
function sayAside({ language }: MunicipalContext, form: Form, { path, value }: Aside): string {
  const choices = listFields(form).find((field) => field.path === path)?.choices ?? [];
  return [value]
    .flat()
    .map((each) => {
      const text = choices.find((choice) => choice.value === writeValue(each))?.text;
      return text ? (text[language] ?? text.ja) : writeValue(each);
    })
    .join(say(language, 'rules.and'));
}

/** Keeps what has been typed so far. What the version that it was typed in has no place for of an older draft stays until its writer drops it. */
export async function saveOwnDraft(
  ctx: MunicipalContext,
  formKey: string,
  { place, formId, answers, aside: decided }: z.infer<typeof contract.answerDraftInput>,
): Promise<z.infer<typeof contract.answerDraftSaved>> {
  const version = await readVersion(ctx, formKey, formId);
  const at = placeOf(ctx, formKey, place);
  const row = await readAnswerDraft(ctx.db, at);
  if (!row) {
    const before = new Date(Date.parse(ctx.now) - KEPT_DAYS * 86_400_000).toISOString();
    await deleteAnswerDraftsBefore(ctx.db, ctx.municipality.id, before);
    if ((await countAnswerDrafts(ctx.db, ctx.municipality.id, at.user_id)) >= MOST_DRAFTS)
      throw invalid([
        { path: '', code: 'too-many', message: say(ctx.language, 'changes.tooManyDrafts', { most: MOST_DRAFTS }) },
      ]);
  }
  const aside = row && decided === 'keep' ? (await move(ctx, row, version)).aside : [];
  await putAnswerDraft(ctx.db, {
    ...at,
    id: row?.id ?? ctx.newId(),
    form_id: formId,
    answers: JSON.stringify(answers),
    aside: JSON.stringify(aside),
    saved_at: ctx.now,
  });
  return { savedAt: ctx.now };
}

/** Gives it up, or it was sent. */
export const dropOwnDraft = (ctx: MunicipalContext, formKey: string, place: string): Promise<void> =>
  deleteAnswerDraft(ctx.db, placeOf(ctx, formKey, place));
