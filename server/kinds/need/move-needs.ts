import { answerOf, putAnswer } from '../../../forms/index.ts';
import type { Form } from '../../../forms/types.ts';
import { rowsAtOnce } from '../../database/dialect.ts';
import { updateHeld } from '../../database/versioned.ts';
import { readSubmissions } from '../../decisions/submissions-store.ts';
import { definitionById } from '../../definitions/definitions.ts';
import { numberTitle, tellChanges } from '../../kernel/audit-details.ts';
import { insertAuditLines } from '../../kernel/audit-store.ts';
import { auditLine, type MunicipalContext } from '../../kernel/context.ts';
import { changedFields } from '../../kernel/stale.ts';
import { addEffect } from '../../effects/add-effect.ts';
import { keepsLacks } from '../../records/open-records.ts';
import { addOwnEvents } from '../../records/own-event.ts';
import { tagsOf } from '../../records/standings.ts';
import { storeSubmissions } from '../../records/take-step.ts';
import { lookAgain } from './need-changed.ts';
import { exchangeNeedType, listNeedTypes, listOpenIn, listOpenOfType, readNeeds, type PlacedNeed } from './store.ts';

/** What takes the place of what: areas by id, or a type of service by key. */
export type NeedMove = { areas: readonly string[]; to: string } | { type: string; to: string };

/**
 * Gives open needs another area or type in place of one that is closed, for whoever may close that: the form that each was last
 * answered with is kept with the new answer, as a correction of it. Returns how many. Nobody changes one of them before the
 * transaction ends; what is stored, is stored hundreds at a time.
 */
export async function moveNeeds(ctx: MunicipalContext, move: NeedMove): Promise<number> {
  const ids =
    'areas' in move
      ? await listOpenIn(ctx.db, ctx.municipality.id, move.areas)
      : await listOpenOfType(ctx.db, ctx.municipality.id, move.type);
  const lacking = new Set<string>();
  for (let at = 0; at < ids.length; at += rowsAtOnce)
    for (const type of await moveSome(ctx, ids.slice(at, at + rowsAtOnce), move)) lacking.add(type);
  // Once for all that move: the rules look at whole types.
  await lookAgain(ctx, [...lacking]);
  if (lacking.size > 0 && keepsLacks(ctx)) await addEffect(ctx, { type: 'openLacks', params: {} });
  return ids.length;
}

type Moved = { row: PlacedNeed; formId: string; answers: Record<string, unknown>; before: string[]; types: string[] };

/** Answers the types that the escalation rules have to look at again for them. */
async function moveSome(ctx: MunicipalContext, ids: string[], move: NeedMove): Promise<string[]> {
  const moved = await answerAnew(ctx, ids, move);
  const submissions = new Map<string, string>();
  for (const [formId, all] of Map.groupBy(moved, ({ formId }) => formId)) {
    const answered = all.map(({ row, answers }) => ({ recordId: row.id, answers }));
    for (const [need, submission] of await storeSubmissions(ctx, 'need', formId, answered))
      submissions.set(need, submission);
  }
  const columns: Record<string, string> = 'areas' in move ? { area_id: move.to } : {};
  await updateHeld(
    ctx.db,
    'needs',
    moved.map(({ row }) => ({ id: row.id, ...columns, submission_id: submissions.get(row.id) ?? row.submission_id })),
  );
  if (!('areas' in move)) await exchangeNeedType(ctx.db, ids, move.type, move.to);
  await addOwnEvents(
    ctx,
    'need',
    moved.map(({ row }) => ({
      row,
      type: 'EDIT',
      version: row.version + 1,
      submissionId: submissions.get(row.id) ?? null,
    })),
  );
  await insertAuditLines(
    ctx.db,
    moved.map(({ row, before, types }) => {
      const changed = changedFields({ ...row, types: before.join() }, { ...columns, types: types.toSorted().join() });
      const need = { kind: 'need', id: row.id, title: numberTitle(row.number) };
      return auditLine(ctx, 'need.update', need, { version: row.version + 1, changed: tellChanges(changed) });
    }),
  );
  const lacking: string[] = [];
  for (const those of Map.groupBy(moved, ({ row }) => `${row.workflow_id} ${row.state}`).values())
    if (those[0] && (await tagsOf(ctx, those[0].row)).includes('lacking'))
      lacking.push(...those.flatMap(({ before, types }) => [...types, ...before]));
  return lacking;
}

/** What the needs were last answered with, the answers given anew. */
async function answerAnew(ctx: MunicipalContext, ids: string[], move: NeedMove): Promise<Moved[]> {
  const rows = await readNeeds(ctx.db, ids);
  const submissions = new Map(
    (
      await readSubmissions(
        ctx.db,
        rows.map((row) => row.submission_id),
      )
    ).map((row) => [row.id, row]),
  );
  const typesOf = await listNeedTypes(ctx.db, ids);
  const forms = new Map<string, Form>();
  for (const { form_id: id } of submissions.values())
    if (!forms.has(id)) forms.set(id, (await definitionById(ctx, 'form', id)).body);
  const moved: Moved[] = [];
  for (const row of rows.toSorted((a, b) => a.number - b.number)) {
    const submission = submissions.get(row.submission_id);
    const body = submission && forms.get(submission.form_id);
    if (!body) throw new Error(`no answers of need ${row.id}`);
    const answers = JSON.parse(submission.answers) as Record<string, unknown>;
    const before = typesOf.get(row.id) ?? [];
    const types = 'areas' in move ? before : exchange(before, move).map(String);
    const answered = 'areas' in move ? null : answerOf(body, answers, 'types');
    moved.push({
      row,
      formId: submission.form_id,
      answers:
        'areas' in move
          ? putAnswer(body, answers, 'area', move.to)
          : putAnswer(body, answers, 'types', Array.isArray(answered) ? exchange(answered, move) : types),
      before,
      types,
    });
  }
  return moved;
}

const exchange = (types: readonly unknown[], { type, to }: { type: string; to: string }): unknown[] => [
  ...new Set(types.map((key) => (key === type ? to : key))),
];
