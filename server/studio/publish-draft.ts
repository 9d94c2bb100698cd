import { insertIfNew } from '../database/dialect.ts';
import { mustEdit } from '../decisions/may.ts';
import { insertDefinition, readLatestNumber } from '../definitions/store.ts';
import { audit, type MunicipalContext } from '../kernel/context.ts';
import { AppError, invalid } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { checkDraft } from './check-draft.ts';
import { bodyOf, closeDraft, findDraft } from './draft.ts';

export type Publication = { key: string; number: number; effectiveOn: string };

/**
 * Makes the draft the key's next version, unchangeable from then on and in force from `effectiveOn` (today or later).
 * Throws `stale` where the draft is not the one that the asker saw, and `draftNotReady` as `mustBeReady`.
 */
export async function publishDraft(
  ctx: MunicipalContext,
  key: string,
  version: number,
  { reason, effectiveOn }: { reason: string; effectiveOn: string },
): Promise<Publication> {
  await mustEdit(ctx);
  if (effectiveOn < ctx.today)
    throw invalid([{ path: '/effectiveOn', code: 'past', message: say(ctx.language, 'settings.issue.past') }]);
  const draft = await findDraft(ctx, key);
  // Throws where there is none, or another one.
  await closeDraft(ctx, key, version, 'draft.publish');
  const body = draft ? bodyOf(draft) : {};
  await mustBeReady(ctx, key, body);
  const number = (await readLatestNumber(ctx.db, ctx.municipality.id, 'rules', key)) + 1;
  const id = ctx.newId();
  const row = {
    id,
    municipality_id: ctx.municipality.id,
    kind: 'rules' as const,
    key,
    number,
    body: JSON.stringify(body),
    reason,
    effective_on: effectiveOn,
    published_by: ctx.actor.id,
    published_at: ctx.now,
  };
  if (!(await insertIfNew(ctx.db, (db) => insertDefinition(db, row)))) throw new AppError('conflict', 'stale');
  await audit(
    ctx,
    'definition.publish',
    { kind: 'definition', id, title: `rules ${key} ${number}` },
    { reason, effectiveOn, number, base: draft?.base ?? null },
  );
  return { key, number, effectiveOn };
}

/**
 * Throws `draftNotReady` with what stands against publishing this body, in words: the check, the analysis, its examples, or
 * that nobody back-tested exactly this body against the version in force.
 */
export async function mustBeReady(ctx: MunicipalContext, key: string, body: Record<string, unknown>): Promise<void> {
  const { blocks, issues, findings } = await checkDraft(ctx, key, body);
  if (blocks.length === 0) return;
  const places = [...issues, ...findings.filter((finding) => finding.severity === 'error')].map(
    ({ path, code, message }) => ({ path: `/body${path}`, code, message }),
  );
  throw new AppError('conflict', 'draftNotReady', {
    params: { reasons: blocks.map((block) => block.message).join(' ') },
    issues: [...blocks.map(({ code, message }) => ({ path: '', code, message })), ...places],
  });
}
