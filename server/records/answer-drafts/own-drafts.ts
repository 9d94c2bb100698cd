import type { z } from 'zod';
import { answerOf, formName, isAnswerFile, sayFile, tellAnswers, type Sources } from '../../../forms/index.ts';
import { moveAnswers, type Aside } from '../../../forms/move-answers.ts';
import type { Form } from '../../../forms/types.ts';
import type { Db } from '../../database/db.ts';
import { updateVersion } from '../../database/versioned.ts';
import { definitionById, listEveryVersion, type Definition } from '../../definitions/definitions.ts';
import { sayChange, sayChoice, sayField } from '../../definitions/say-change.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { AppError, invalid, notFound } from '../../kernel/errors.ts';
import { may } from '../../kernel/rights.ts';
import { say } from '../../kernel/texts/index.ts';
import { dropDraftFiles, keepDraftFiles } from '../answer-files/answer-files.ts';
import { recordKind } from '../record-kind.ts';
import { withTied } from '../ties/with-tied.ts';
import type * as contract from './contract.ts';
import {
  countAnswerDrafts,
  deleteAnswerDraft,
  deleteAnswerDraftsBefore,
  insertAnswerDraft,
  listAnswerDrafts,
  listAnswerDraftsAt,
  listAnswerDraftsOf,
  readAnswerDraft,
  type AnswerDraftRow,
  type DraftPlace,
} from './store.ts';

/** A draft that nobody has touched for so long is given up. */
const KEPT_DAYS = 90;
/** More than anybody has begun at once; a script that fills the table is stopped. */
const MOST_DRAFTS = 200;
/** JSON of what has no place any more, in characters: as much as one form's answers may be. */
const MOST_ASIDE = 256 * 1024;

type KeptAside = Aside & { formId: string };
type Answers = Record<string, unknown>;
type DraftRecord = { kind: string; id: string };

const writerOf = ({ municipality, actor }: MunicipalContext): Pick<DraftPlace, 'municipality_id' | 'user_id'> => ({
  municipality_id: municipality.id,
  user_id: actor.id ?? '',
});

const placeOf = (ctx: MunicipalContext, formKey: string, place: string): DraftPlace => ({
  ...writerOf(ctx),
  form_key: formKey,
  place,
});

const asideKey = ({ formId, path, value }: KeptAside): string => JSON.stringify([formId, path, value]);

/** Does the asker see this record? One that is not there, or of no kind, nobody sees. */
async function seesRecord(ctx: MunicipalContext, { kind, id }: DraftRecord): Promise<boolean> {
  if (!Object.hasOwn(ctx.kinds, kind)) return false;
  const description = recordKind(ctx, kind);
  const row = await description.load(ctx, id);
  return row !== undefined && may(description.rights, ctx.actor, 'see', description.judged(row));
}

const recordOf = ({ record_kind: kind, record_id: id }: AnswerDraftRow): DraftRecord | null =>
  kind !== null && id !== null ? { kind, id } : null;

const membershipsOf = ({ actor }: MunicipalContext): string[] => actor.memberships.map(({ id }) => id);

/** May its writer still read it? With the record goes what was written about it; without one, with a role that they had. */
async function isStillTheirs(ctx: MunicipalContext, row: AnswerDraftRow): Promise<boolean> {
  const record = recordOf(row);
  if (record) return seesRecord(ctx, record);
  const now = new Set(membershipsOf(ctx));
  return (JSON.parse(row.memberships) as string[]).every((id) => now.has(id));
}

/** A version of the form that the municipality has. Throws `invalid` for any other. */
async function readVersion(ctx: MunicipalContext, formKey: string, formId: string): Promise<Definition<'form'>> {
  const version = (await listEveryVersion(ctx, 'form')).find(({ id, key }) => id === formId && key === formKey);
  if (version) return version;
  throw invalid([{ path: '/formId', code: 'unknown', message: say(ctx.language, 'changes.unknownVersion') }]);
}

/** The draft's answers, and what they lack a place for, as a version takes them. */
async function move(ctx: MunicipalContext, row: AnswerDraftRow, to: Definition<'form'>) {
  const from = await definitionById(ctx, 'form', row.form_id);
  const kept = JSON.parse(row.aside) as KeptAside[];
  const answers = JSON.parse(row.answers) as Answers;
  if (from.id === to.id) return { from, answers, aside: kept, asks: [] };
  const moved = moveAnswers(from.body, to.body, answers);
  const all = [...kept, ...moved.aside.map((aside) => ({ ...aside, formId: from.id }))];
  // The same comes again where somebody goes back and forth between two versions.
  return { from, ...moved, aside: [...new Map(all.map((aside) => [asideKey(aside), aside])).values()] };
}

/** What the asker has begun and not sent, the latest first; `form`: in forms of this key. */
export async function listOwnDrafts(
  ctx: MunicipalContext,
  { form: formKey }: z.infer<typeof contract.answerDraftsQuery>,
): Promise<z.infer<typeof contract.answerDrafts>> {
  const items: z.infer<typeof contract.answerDrafts>['items'] = [];
  for (const row of await listAnswerDrafts(ctx.db, { ...writerOf(ctx), form_key: formKey })) {
    if (!(await isStillTheirs(ctx, row))) continue;
    const form = await definitionById(ctx, 'form', row.form_id);
    const title = answerOf(form.body, JSON.parse(row.answers) as Answers, 'title');
    items.push({
      form: { key: row.form_key, name: nameOf(ctx, form.body) },
      place: row.place,
      record: recordOf(row),
      title: typeof title === 'string' && title.trim() !== '' ? title.trim() : null,
      savedAt: row.saved_at,
    });
  }
  return { items };
}

const nameOf = ({ language }: MunicipalContext, form: Form): string => formName(form, language);

/** What anybody is writing about these records, in words, for who gathers all that is kept of a resident. */
export async function tellDraftsOf(
  ctx: MunicipalContext,
  recordIds: string[],
  sources: Sources,
): Promise<
  { recordId: string; form: string; by: string; savedAt: string; answers: { label: string; value: string }[] }[]
> {
  const begun = [];
  for (const row of await listAnswerDraftsOf(ctx.db, recordIds)) {
    const { body: form } = await definitionById(ctx, 'form', row.form_id);
    begun.push({ row, form, answers: JSON.parse(row.answers) as Answers });
  }
  const choices = await withTied(ctx, sources, begun);
  const drafts = [];
  for (const { row, form: body, answers: given } of begun) {
    const answers = tellAnswers(body, given, 'staff', ctx.language, choices);
    for (const entry of JSON.parse(row.aside) as KeptAside[]) answers.push(await tellAside(ctx, entry));
    drafts.push({
      recordId: row.record_id ?? '',
      form: nameOf(ctx, body),
      by: row.user_name,
      savedAt: row.saved_at,
      answers,
    });
  }
  return drafts;
}

/** What the asker has begun in this form for this place, as the version `formId` takes it; null: nothing, or nothing that they may still read. */
export async function readOwnDraft(
  ctx: MunicipalContext,
  formKey: string,
  { place, formId }: z.infer<typeof contract.answerDraftQuery>,
): Promise<z.infer<typeof contract.answerDraft>> {
  const to = await readVersion(ctx, formKey, formId);
  const row = await readAnswerDraft(ctx.db, placeOf(ctx, formKey, place));
  if (!row || !(await isStillTheirs(ctx, row))) return { draft: null };
  const { from, answers, aside, asks } = await move(ctx, row, to);
  const asideInWords = [];
  for (const entry of aside) asideInWords.push(await tellAside(ctx, entry));
  return {
    draft: {
      answers,
      from: from.number,
      asks: asks.map((change) => sayChange([to.body, from.body], change, ctx.language)),
      aside: asideInWords,
      savedAt: row.saved_at,
      version: row.version,
    },
  };
}

async function tellAside(ctx: MunicipalContext, entry: KeptAside): Promise<{ label: string; value: string }> {
  const { body } = await definitionById(ctx, 'form', entry.formId);
  const values = [entry.value]
    .flat()
    .map((value) =>
      isAnswerFile(value) ? sayFile(value, ctx.language) : sayChoice([body], entry.path, value, ctx.language),
    );
  return {
    label: sayField([body], entry.path, ctx.language),
    value: values.join(say(ctx.language, 'rules.and')),
  };
}

/**
 * Keeps what has been typed so far. What an older draft holds that this version has no place for stays until its writer drops it. Throws not-found for a record
 * that the asker does not see, and `draftElsewhere` where the draft is not the one of `version` (0: none) any more, with what its version is now and which window saved it.
 */
export async function saveOwnDraft(
  ctx: MunicipalContext,
  formKey: string,
  version: number,
  { place, record, window, formId, answers, aside: decided }: z.infer<typeof contract.answerDraftInput>,
): Promise<z.infer<typeof contract.answerDraftSaved>> {
  const form = await readVersion(ctx, formKey, formId);
  if (record && !(await seesRecord(ctx, record))) throw notFound();
  const at = placeOf(ctx, formKey, place);
  const row = await readAnswerDraft(ctx.db, at);
  if ((row?.version ?? 0) !== version) throw elsewhere(row);
  const kept = row && decided === 'keep' ? (await move(ctx, row, form)).aside : [];
  await keepDraftFiles(ctx, [answers, kept], KEPT_DAYS);
  const aside = JSON.stringify(kept);
  if (aside.length > MOST_ASIDE)
    throw invalid([{ path: '', code: 'too-much', message: say(ctx.language, 'changes.tooMuchAside') }]);
  const values = {
    form_id: formId,
    record_kind: record?.kind ?? null,
    record_id: record?.id ?? null,
    saved_in: window,
    memberships: JSON.stringify(membershipsOf(ctx)),
    answers: JSON.stringify(answers),
    aside,
    saved_at: ctx.now,
  };
  if (row) {
    const next = await updateVersion(ctx.db, 'answer_drafts', row.id, version, values);
    if (next === null) throw elsewhere(await readAnswerDraft(ctx.db, at));
    return { savedAt: ctx.now, version: next };
  }
  if ((await countAnswerDrafts(ctx.db, ctx.municipality.id, at.user_id)) >= MOST_DRAFTS)
    throw invalid([
      { path: '', code: 'too-many', message: say(ctx.language, 'changes.tooManyDrafts', { most: MOST_DRAFTS }) },
    ]);
  if (!(await insertAnswerDraft(ctx.db, { ...at, id: ctx.newId(), version: 1, ...values })))
    throw elsewhere(await readAnswerDraft(ctx.db, at));
  return { savedAt: ctx.now, version: 1 };
}

const elsewhere = (row: AnswerDraftRow | undefined): AppError =>
  new AppError('conflict', 'draftElsewhere', {
    current: { version: row?.version ?? 0, window: row?.saved_in ?? null },
  });

/** Gives it up, with the files that were handed over for it. */
export async function dropOwnDraft(ctx: MunicipalContext, formKey: string, place: string): Promise<void> {
  const at = placeOf(ctx, formKey, place);
  const row = await readAnswerDraft(ctx.db, at);
  if (row) await dropDraftFiles(ctx.db, at.user_id, [row.answers, row.aside]);
  await deleteAnswerDraft(ctx.db, at);
}

/** What was half done is sent: it goes with the answers, in their transaction. Nothing: it was no half-done one. */
export async function dropSentDraft(ctx: MunicipalContext, place: string | undefined): Promise<void> {
  if (place === undefined) return;
  const at = { ...writerOf(ctx), place };
  for (const { answers, aside } of await listAnswerDraftsAt(ctx.db, at))
    await dropDraftFiles(ctx.db, at.user_id, [answers, aside]);
  await deleteAnswerDraft(ctx.db, at);
}

/** Gives up, whoever's they are, what nobody has touched for so long. */
export const dropOldDrafts = (db: Db, now: string): Promise<void> =>
  deleteAnswerDraftsBefore(db, new Date(Date.parse(now) - KEPT_DAYS * 86_400_000).toISOString());
