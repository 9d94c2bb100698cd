import type { z } from 'zod';
import type { RuleSet } from '../../rules/types.ts';
import { readBacktestOfDraft } from '../decisions/back-tests-store.ts';
import { mustEdit, mustRead } from '../decisions/may.ts';
import { checkKeys } from '../definitions/definition-limits.ts';
import { checkShape } from '../definitions/definition-shapes.ts';
import { definitionInForce } from '../definitions/definitions.ts';
import { readDefinitionNumber } from '../definitions/store.ts';
import { audit, type MunicipalContext } from '../kernel/context.ts';
import { AppError, invalid, notFound } from '../kernel/errors.ts';
import { staleConflict } from '../kernel/stale.ts';
import { say } from '../kernel/texts/index.ts';
import { checkDraft } from './check-draft.ts';
import type * as contract from './contract.ts';
import { insertDraft, listDrafts, readDraftRow, updateDraft, type OpenDraft } from './drafts-store.ts';
import { hashBody } from './hash-body.ts';

export type RuleDraft = z.infer<typeof contract.ruleDraft>;
export type RuleDraftSaved = z.infer<typeof contract.ruleDraftSaved>;
export type DraftInput = { body: Record<string, unknown>; base?: number | null | undefined };

/** The open draft of a key; undefined: there is none. */
export async function findDraft(ctx: MunicipalContext, key: string): Promise<OpenDraft | undefined> {
  const row = await readDraftRow(ctx.db, ctx.municipality.id, key);
  return row && row.body !== null ? { ...row, body: row.body } : undefined;
}

export const bodyOf = (draft: OpenDraft): Record<string, unknown> => JSON.parse(draft.body) as Record<string, unknown>;

/** A draft may lack anything, and be anything: where it is not made as a rule set at all, nothing of it can be shown. */
export const partsOf = (draft: OpenDraft): Partial<RuleSet> =>
  checkShape('rules', bodyOf(draft), 'ja').length > 0 ? {} : bodyOf(draft);

const marks = (draft: OpenDraft) => ({
  version: draft.version,
  base: draft.base,
  savedAt: draft.saved_at,
  savedBy: draft.saver ?? '',
});

/** The latest back-test of exactly this body against the version in force. */
async function findBacktest(ctx: MunicipalContext, key: string, body: unknown): Promise<string | null> {
  const inForce = await definitionInForce(ctx, 'rules', key);
  return (
    (inForce && (await readBacktestOfDraft(ctx.db, ctx.municipality.id, key, inForce.id, hashBody(body)))?.id) ?? null
  );
}

/** The open draft with what its check says now. Throws not-found where there is none. */
export async function readDraft(ctx: MunicipalContext, key: string): Promise<RuleDraft> {
  mustRead(ctx);
  const draft = await findDraft(ctx, key);
  if (!draft) throw notFound();
  const body = bodyOf(draft);
  return {
    key,
    ...marks(draft),
    body,
    check: await checkDraft(ctx, key, body),
    backtest: await findBacktest(ctx, key, body),
  };
}

/**
 * Saves the one open draft of a key as it is typed, right or wrong, and says what is wrong. `version` is the one that the
 * editor saw, 0 for none. Throws `stale` with the stored draft and who changed it.
 */
export async function saveDraft(
  ctx: MunicipalContext,
  key: string,
  version: number,
  input: DraftInput,
): Promise<RuleDraftSaved> {
  await mustEdit(ctx);
  const next = await storeDraft(ctx, key, version, input);
  return {
    version: next,
    savedAt: ctx.now,
    check: await checkDraft(ctx, key, input.body),
    backtest: await findBacktest(ctx, key, input.body),
  };
}

/** Writes the draft's row and its line of the audit; answers the new version. The asker has been checked. */
export async function storeDraft(
  ctx: MunicipalContext,
  key: string,
  version: number,
  { body, base }: DraftInput,
): Promise<number> {
  const row = await readDraftRow(ctx.db, ctx.municipality.id, key);
  if (version !== (row && row.body !== null ? row.version : 0)) throw await staleDraft(ctx, key, version);
  if (!row) {
    const drafts = (await listDrafts(ctx.db, ctx.municipality.id)).map((draft) => draft.key);
    const tooMany = checkKeys(drafts, key, ctx.language);
    if (tooMany.length > 0) throw invalid(tooMany);
  }
  const begun =
    base === undefined ? (row?.body ? row.base : ((await definitionInForce(ctx, 'rules', key))?.number ?? null)) : base;
  const values = { base: begun, body: JSON.stringify(body), saved_by: ctx.actor.id, saved_at: ctx.now };
  const id = row?.id ?? ctx.newId();
  const next = row
    ? await updateDraft(ctx.db, id, row.version, values)
    : (await insertDraft(ctx.db, {
          id,
          municipality_id: ctx.municipality.id,
          kind: 'rules',
          key,
          ...values,
          version: 1,
        }))
      ? 1
      : null;
  if (next === null) throw await staleDraft(ctx, key, version);
  await audit(ctx, 'draft.save', { kind: 'draft', id, title: key }, { version: next });
  return next;
}

/** Two editors: what is stored now, and what the one who asks had not seen. */
async function staleDraft(ctx: MunicipalContext, key: string, version: number): Promise<AppError> {
  const row = await readDraftRow(ctx.db, ctx.municipality.id, key);
  if (!row) return new AppError('conflict', 'stale');
  const open = row.body === null ? null : { ...row, body: row.body };
  return staleConflict(ctx, 'draft', row.id, version, { key, draft: open && { ...marks(open), body: bodyOf(open) } });
}

/** Gives the draft up. Throws not-found, and `stale` as `saveDraft`. */
export async function discardDraft(ctx: MunicipalContext, key: string, version: number): Promise<void> {
  await mustEdit(ctx);
  await closeDraft(ctx, key, version, 'draft.discard');
}

/** Takes the body out of the draft's row, whose version goes on; for giving up and for publishing. */
export async function closeDraft(
  ctx: MunicipalContext,
  key: string,
  version: number,
  action: 'draft.discard' | 'draft.publish',
): Promise<void> {
  const draft = await findDraft(ctx, key);
  if (!draft) throw notFound();
  const next =
    draft.version === version
      ? await updateDraft(ctx.db, draft.id, version, {
          base: draft.base,
          body: null,
          saved_by: ctx.actor.id,
          saved_at: ctx.now,
        })
      : null;
  if (next === null) throw await staleDraft(ctx, key, version);
  await audit(ctx, action, { kind: 'draft', id: draft.id, title: key }, { version: next });
}

/**
 * Makes a published body the draft: an old one of the same key to go back to it, or another set's as the beginning of a new
 * one. A copy under another key takes that key, and serves as what it copies from.
 */
export async function draftFrom(
  ctx: MunicipalContext,
  key: string,
  version: number,
  source: { number: number; key?: string | undefined },
): Promise<RuleDraftSaved> {
  await mustEdit(ctx);
  const from = await readDefinitionNumber(ctx.db, ctx.municipality.id, 'rules', source.key ?? key, source.number);
  if (!from)
    throw invalid([
      { path: '/number', code: 'unknown', message: say(ctx.language, 'rules.issue.number', { number: source.number }) },
    ]);
  // Was checked when it was published.
  const body = { ...(JSON.parse(from.body) as RuleSet), key };
  return saveDraft(ctx, key, version, { body, base: from.key === key ? from.number : null });
}
