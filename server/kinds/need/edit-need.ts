import { numberTitle, tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, notFound } from '../../kernel/errors.ts';
import { changedFields, staleConflict } from '../../kernel/stale.ts';
import { addOwnEvent } from '../../records/own-event.ts';
import { storeSubmission } from '../../records/take-step.ts';
import { needChanged } from './need-changed.ts';
import { mayNeed } from './policy.ts';
import { listNeedTypes, readNeed, replaceNeedTypes, updateNeed, type NeedRow, type PlacedNeed } from './store.ts';
import { checkIntake, needColumns, typesOf } from './take-in-need.ts';

/** A decision to tell without consent ends when the consent is corrected, and a community's need is no resident's. */
const endedBy = (
  row: PlacedNeed,
  columns: Pick<NeedRow, 'scope' | 'consent' | 'consent_scope'>,
): Partial<Pick<NeedRow, 'consent_override' | 'person_id'>> => ({
  ...(columns.consent === row.consent && columns.consent_scope === row.consent_scope ? {} : { consent_override: '[]' }),
  ...(columns.scope === 'community' ? { person_id: null } : {}),
});

/**
 * Corrects or completes what was taken in (consent given later, a wrong area): a new submission of the form in force,
 * kept beside the former ones. The story tells it as `EDIT`; the state stays. Throws as `takeInNeed`, and `stale`.
 */
export async function editNeed(
  ctx: MunicipalContext,
  id: string,
  version: number,
  given: Record<string, unknown>,
): Promise<{ id: string; version: number }> {
  const row = await readNeed(ctx.db, ctx.municipality.id, id);
  if (!row || !mayNeed(ctx.actor, 'see', row)) throw notFound();
  if (!mayNeed(ctx.actor, 'change', row)) throw notAllowed();
  const { form, answers } = await checkIntake(ctx, given, row);
  const columns = needColumns(form.body, answers, row.number);
  const types = typesOf(form.body, answers);
  const before = (await listNeedTypes(ctx.db, [id])).get(id) ?? [];
  const submissionId = await storeSubmission(ctx, 'need', id, form.id, answers);
  const corrected = { ...columns, ...endedBy(row, columns) };
  const next = await updateNeed(ctx.db, id, version, { ...corrected, submission_id: submissionId });
  if (next === null) throw await staleConflict(ctx, 'need', id, version, { id, version: row.version });
  await replaceNeedTypes(ctx.db, id, types);
  // What is due by urgency may be due earlier from now on.
  const raised = columns.urgency_rank < row.urgency_rank ? { details: { urgencyRaised: true } } : {};
  await addOwnEvent(ctx, 'need', row, { type: 'EDIT', version: next, submissionId, ...raised });
  const { search: _search, ...details } = corrected;
  const changed = changedFields({ ...row, types: before.join() }, { ...details, types: types.toSorted().join() });
  await audit(
    ctx,
    'need.update',
    { kind: 'need', id, title: numberTitle(row.number) },
    { version: next, changed: tellChanges(changed) },
  );
  await needChanged(ctx, row, [row.state], before);
  return { id, version: next };
}
