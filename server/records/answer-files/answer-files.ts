import type { z } from 'zod';
import { fileTypes, isAnswerFile, listAnswerFiles, tellAnswers, type FileKind } from '../../../forms/index.ts';
import type { Db } from '../../database/db.ts';
import { listSubmissions, readSubmissions } from '../../decisions/submissions-store.ts';
import { definitionById, type Definition } from '../../definitions/definitions.ts';
import {
  countUnsent,
  deleteUnsent,
  hangFile,
  insertAnswerFile,
  keepUnsentUntil,
  passUnsent,
  readAnswerFiles,
  type AnswerFileRow,
} from '../../files/answer-files-store.ts';
import { inspectFile, safeFileName } from '../../files/inspect-file.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, notFound, type FieldIssue } from '../../kernel/errors.ts';
import type { RecordKind } from '../../kernel/record-kind.ts';
import { may } from '../../kernel/rights.ts';
import { say } from '../../kernel/texts/index.ts';
import { audienceOf } from '../audience-of.ts';
import { recordKind } from '../record-kind.ts';
import type * as contract from './contract.ts';

type Answers = Record<string, unknown>;

/** As long as somebody fills in a form whose half-done answers could not be kept. */
const KEPT_HOURS = 24;
/** More than anybody hands over before they send; a script that fills the table is stopped. */
const MOST_UNSENT = 60;
const DAY_MS = 86_400_000;

/** Looks at a file that is handed over: its type by its content, and a name that does nothing. Throws `invalid` in words. */
export async function examineFile(
  { language }: Pick<MunicipalContext, 'language'>,
  { kind, name }: { kind: FileKind; name: string },
  bytes: Uint8Array,
): Promise<{ type: string; name: string }> {
  const content = await inspectFile(bytes, kind);
  if ('type' in content) return { type: content.type, name: safeFileName(name, content.type) };
  const code = content.fault === 'type' ? `type-${kind}` : content.fault;
  throw invalid([{ path: '/file', code: content.fault, message: say(language, `records.files.${code}`) }]);
}

/** Keeps a file as the asker's own until they send answers that name it, or the time is over. Throws `invalid` for too many. */
export async function keepAnswerFile(
  ctx: MunicipalContext,
  { name, type }: { name: string; type: string },
  bytes: Uint8Array,
): Promise<z.infer<typeof contract.answerFile>> {
  if ((await countUnsent(ctx.db, ctx.municipality.id, ctx.actor.id)) >= MOST_UNSENT)
    throw invalid([
      { path: '/file', code: 'too-many', message: say(ctx.language, 'records.files.too-many', { most: MOST_UNSENT }) },
    ]);
  const row: AnswerFileRow = {
    id: ctx.newId(),
    municipality_id: ctx.municipality.id,
    name,
    type,
    size: bytes.length,
    created_by: ctx.actor.id,
    created_at: ctx.now,
    record_kind: null,
    record_id: null,
    form_id: null,
    field: null,
    delete_at: new Date(Date.parse(ctx.now) + KEPT_HOURS * 3_600_000).toISOString(),
  };
  await insertAnswerFile(ctx.db, row, bytes);
  // What it is called may be a name.
  await audit(ctx, 'answer_file.add', { kind: 'answer_file', id: row.id, title: type });
  return { id: row.id, name, type, size: row.size };
}

/** Takes back a file that the asker handed over and has not sent. Throws not-found for any other. */
export async function dropAnswerFile(ctx: MunicipalContext, id: string): Promise<void> {
  const [row] = await readAnswerFiles(ctx.db, ctx.municipality.id, [id]);
  if (!row || (await deleteUnsent(ctx.db, ctx.actor.id, [id])) === 0) throw notFound();
  await audit(ctx, 'answer_file.remove', { kind: 'answer_file', id, title: row.type });
}

/** A file that the asker may open: their own unsent one, or one in a field that they are told of a record that they see. Throws not-found. */
export async function findAnswerFile(ctx: MunicipalContext, id: string): Promise<AnswerFileRow> {
  const [row] = await readAnswerFiles(ctx.db, ctx.municipality.id, [id]);
  if (row && (row.record_id === null ? row.created_by === ctx.actor.id : await isTold(ctx, row))) return row;
  throw notFound();
}

/** Whether it stands in answers that the asker is told, as the record's page tells them; of what was corrected only staff are told what stood there before. */
async function isTold(ctx: MunicipalContext, { id, record_kind, record_id }: AnswerFileRow): Promise<boolean> {
  if (record_kind === null || record_id === null) return false;
  if (!Object.hasOwn(ctx.kinds, record_kind)) return false;
  const description = recordKind(ctx, record_kind);
  const record = await description.load(ctx, record_id);
  if (!record || !may(description.rights, ctx.actor, 'see', description.judged(record))) return false;
  const ids = (await listSubmissions(ctx.db, record_kind, record_id)).map((each) => each.id);
  const given = await readSubmissions(ctx.db, ids);
  const current = given.find((each) => 'submission_id' in record && each.id === record.submission_id);
  const corrected = current && (await definitionById(ctx, 'form', current.form_id)).body.purpose;
  const withhold = await description.withhold?.(ctx, record);
  for (const stored of given.filter(({ answers }) => answers.includes(id))) {
    const { body } = await definitionById(ctx, 'form', stored.form_id);
    const audience = audienceOf(ctx, description, record, body.purpose);
    if (audience !== 'staff' && body.purpose === corrected && stored !== current) continue;
    const all = JSON.parse(stored.answers) as Answers;
    const answers = withhold ? withhold(body, all) : all;
    if (
      answers &&
      tellAnswers(body, answers, audience, ctx.language).some(({ files = [] }) => files.some((file) => file.id === id))
    )
      return true;
  }
  return false;
}

/**
 * Has the files that answers name hang on the records that these are kept for. Throws `invalid` for one that the server does not have, that is another's or
 * another record's, or that the field does not take.
 */
export async function hangFiles(
  ctx: MunicipalContext,
  kind: RecordKind,
  form: Definition<'form'>,
  answered: readonly { recordId: string; answers: Answers }[],
): Promise<void> {
  const named = answered.flatMap(({ recordId, answers }) =>
    listAnswerFiles(form.body, answers).map((each) => ({ ...each, recordId })),
  );
  if (named.length === 0) return;
  const rows = await readAnswerFiles(ctx.db, ctx.municipality.id, [...new Set(named.map(({ file }) => file.id))]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const issues: FieldIssue[] = [];
  for (const { file, kind: fieldKind, pointer, path, recordId } of named) {
    const row = byId.get(file.id);
    const isTheirs =
      row?.record_id === null
        ? row.created_by === ctx.actor.id
        : row?.record_kind === kind && row.record_id === recordId;
    const isSame = row?.name === file.name && row.type === file.type && row.size === file.size;
    const isFit = row && isTheirs && isSame && fileTypes[fieldKind].includes(row.type);
    const place = { record_kind: kind, record_id: recordId, form_id: form.id, field: path };
    // Two records that are sent at once with the same file: the later one finds it the other's.
    if (!isFit || !(await hangFile(ctx.db, row.id, place))) {
      issues.push({
        path: `/answers${pointer}`,
        code: 'file',
        message: say(ctx.language, 'records.files.gone', { name: file.name }),
      });
      continue;
    }
    byId.set(row.id, { ...row, record_kind: kind, record_id: recordId });
  }
  if (issues.length > 0) throw invalid(issues);
}

/** Keeps the files of half-done answers, and of what has no place among them any more, a day longer than these are kept. */
export async function keepDraftFiles(ctx: MunicipalContext, written: unknown, draftDays: number): Promise<void> {
  const until = new Date(Date.parse(ctx.now) + (draftDays + 1) * DAY_MS).toISOString();
  await keepUnsentUntil(ctx.db, ctx.actor.id, filesWithin(written), until);
}

/** Removes the files that were handed over for half-done answers which are given up; what was sent stays. `texts`: their JSON. */
export async function dropDraftFiles(db: Db, writer: string, texts: readonly string[]): Promise<void> {
  const ids = texts.flatMap((text) => filesWithin(JSON.parse(text)));
  await deleteUnsent(db, writer, ids);
}

/** Makes the files that were handed over for half-done answers those of who goes on with them. */
export async function passDraftFiles(db: Db, writer: string, to: string, texts: readonly string[]): Promise<void> {
  await passUnsent(
    db,
    writer,
    texts.flatMap((text) => filesWithin(JSON.parse(text))),
    to,
  );
}

const filesWithin = (value: unknown): string[] => {
  if (isAnswerFile(value)) return [value.id];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(filesWithin) : [];
};
