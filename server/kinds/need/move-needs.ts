import { answerOf, putAnswer } from '../../../forms/index.ts';
import { readSubmission } from '../../decisions/submissions-store.ts';
import { definitionById } from '../../definitions/definitions.ts';
import { numberTitle, tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { changedFields, staleConflict } from '../../kernel/stale.ts';
import { addOwnEvent } from '../../records/own-event.ts';
import { storeSubmission } from '../../records/take-step.ts';
import { lookAgain, typesLacking } from './need-changed.ts';
import { listNeedTypes, listOpenIn, listOpenOfType, readNeeds, replaceNeedTypes, updateNeed } from './store.ts';

/** What takes the place of what: areas by id, or a type of service by key. */
export type NeedMove = { areas: readonly string[]; to: string } | { type: string; to: string };

/**
 * Gives open needs another area or type in place of one that is closed, for whoever may close that: the form that each was last
 * answered with is kept with the new answer, as a correction of it. Returns how many. Throws `stale` where one was changed meanwhile.
 */
export async function moveNeeds(ctx: MunicipalContext, move: NeedMove): Promise<number> {
  const ids =
    'areas' in move
      ? await listOpenIn(ctx.db, ctx.municipality.id, move.areas)
      : await listOpenOfType(ctx.db, ctx.municipality.id, move.type);
  const lacking: string[] = [];
  for (const id of ids) lacking.push(...(await moveNeed(ctx, id, move)));
  // Once for all that move: the rules look at whole types.
  await lookAgain(ctx, lacking);
  return ids.length;
}

/** Answers the types that the escalation rules have to look at again for it. */
async function moveNeed(ctx: MunicipalContext, id: string, move: NeedMove): Promise<string[]> {
  const [row] = await readNeeds(ctx.db, [id]);
  const submission = row && (await readSubmission(ctx.db, row.submission_id));
  if (!row || !submission) throw new Error(`no need ${id}`);
  const form = await definitionById(ctx, 'form', submission.form_id);
  const answers = JSON.parse(submission.answers) as Record<string, unknown>;
  const before = (await listNeedTypes(ctx.db, [id])).get(id) ?? [];
  const others = (types: readonly unknown[], key: string): unknown[] => [
    ...new Set(types.map((type) => (type === key ? move.to : type))),
  ];
  const types = 'areas' in move ? before : others(before, move.type).map(String);
  const answered = 'areas' in move ? null : answerOf(form.body, answers, 'types');
  const moved =
    'areas' in move
      ? putAnswer(form.body, answers, 'area', move.to)
      : putAnswer(form.body, answers, 'types', Array.isArray(answered) ? others(answered, move.type) : types);
  const submissionId = await storeSubmission(ctx, 'need', id, form.id, moved);
  const columns = 'areas' in move ? { area_id: move.to } : {};
  const next = await updateNeed(ctx.db, id, row.version, { ...columns, submission_id: submissionId });
  if (next === null) throw await staleConflict(ctx, 'need', id, row.version, { id, version: row.version });
  if (!('areas' in move)) await replaceNeedTypes(ctx.db, id, types);
  await addOwnEvent(ctx, 'need', row, { type: 'EDIT', version: next, submissionId });
  const changed = changedFields({ ...row, types: before.join() }, { ...columns, types: types.toSorted().join() });
  await audit(
    ctx,
    'need.update',
    { kind: 'need', id, title: numberTitle(row.number) },
    { version: next, changed: tellChanges(changed) },
  );
  return typesLacking(ctx, row, [row.state], before);
}
