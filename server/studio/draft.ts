import type { z } from 'zod';
import type { RuleSet } from '../../rules/types.ts';
import { mustEdit, mustRead } from '../decisions/may.ts';
import { checkKeys } from '../definitions/definition-limits.ts';
import { checkShape } from '../definitions/definition-shapes.ts';
import { definitionInForce, readBody } from '../definitions/definitions.ts';
import { readDefinitionNumber, type DefinitionKind } from '../definitions/store.ts';
import { audit, type MunicipalContext } from '../kernel/context.ts';
import { AppError, invalid, notFound } from '../kernel/errors.ts';
import { staleConflict } from '../kernel/stale.ts';
import { say } from '../kernel/texts/index.ts';
import { checkDraft, readCandidate } from './check.ts';
import type * as contract from './contract.ts';
import { insertDraft, listDrafts, readDraftRow, updateDraft, type OpenDraft } from './drafts-store.ts';
import { slots } from './kinds/index.ts';
import type { Candidate } from './slot.ts';

export type RuleDraft = z.infer<typeof contract.ruleDraft>;
export type RuleDraftSaved = z.infer<typeof contract.ruleDraftSaved>;
export type DraftInput = { body: Record<string, unknown>; base?: number | null | undefined };

/** The open draft of a key; undefined: there is none. */
export async function findDraft(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  key: string,
): Promise<OpenDraft | undefined> {
  const row = await readDraftRow(ctx.db, ctx.municipality.id, kind, key);
  return row && row.body !== null ? { ...row, body: row.body } : undefined;
}

export const bodyOf = (draft: OpenDraft): Record<string, unknown> => JSON.parse(draft.body) as Record<string, unknown>;

/** A draft may lack anything, and be anything: where it is not made as its kind at all, nothing of it can be shown. */
export const partsOf = (draft: OpenDraft): Partial<RuleSet> =>
  checkShape(draft.kind, bodyOf(draft), 'ja').length > 0 ? {} : bodyOf(draft);

export const markOf = (draft: OpenDraft) => ({
  version: draft.version,
  base: draft.base,
  savedAt: draft.saved_at,
  savedBy: draft.saver ?? '',
  release: draft.release,
});

/** The latest back-test of exactly this body against the version in force; null for kinds that are not tried so. */
const findImpact = async (ctx: MunicipalContext, candidate: Candidate): Promise<string | null> =>
  (await slots[candidate.kind].findImpact?.(ctx, candidate)) ?? null;

/** The open draft with what its check says now. Throws not-found where there is none. */
export async function readDraft(ctx: MunicipalContext, kind: DefinitionKind, key: string): Promise<RuleDraft> {
  mustRead(ctx);
  const draft = await findDraft(ctx, kind, key);
  if (!draft) throw notFound();
  const body = bodyOf(draft);
  const candidate = await readCandidate(ctx, kind, key, body);
  return {
    key,
    ...markOf(draft),
    body,
    check: await checkDraft(ctx, candidate),
    backtest: await findImpact(ctx, candidate),
    later: candidate.later,
  };
}

/**
 * Saves the one open draft of a key as it is typed, right or wrong, and says what is wrong. `version` is the one that the
 * editor saw, 0 for none. Throws `stale` with the stored draft and who changed it.
 */
export async function saveDraft(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  key: string,
  version: number,
  input: DraftInput,
): Promise<RuleDraftSaved> {
  await mustEdit(ctx);
  const next = await storeDraft(ctx, kind, key, version, input);
  const candidate = await readCandidate(ctx, kind, key, input.body);
  return {
    version: next,
    savedAt: ctx.now,
    check: await checkDraft(ctx, candidate),
    backtest: await findImpact(ctx, candidate),
  };
}

/** Writes the draft's row and its line of the audit; answers the new version. The asker has been checked. */
export async function storeDraft(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  key: string,
  version: number,
  { body, base }: DraftInput,
): Promise<number> {
  const row = await readDraftRow(ctx.db, ctx.municipality.id, kind, key);
  if (version !== (row && row.body !== null ? row.version : 0)) throw await staleDraft(ctx, kind, key, version);
  if (!row) {
    const drafts = (await listDrafts(ctx.db, ctx.municipality.id, kind)).map((draft) => draft.key);
    const tooMany = checkKeys(drafts, key, ctx.language);
    if (tooMany.length > 0) throw invalid(tooMany);
  }
  const begun =
    base === undefined ? (row?.body ? row.base : ((await definitionInForce(ctx, kind, key))?.number ?? null)) : base;
  const values = { base: begun, body: JSON.stringify(body), saved_by: ctx.actor.id, saved_at: ctx.now };
  // Saved by nobody, and of a release, is what the product brought: the command line's is the city's own.
  const own = ctx.actor.id === null ? { release: null } : {};
  const id = row?.id ?? ctx.newId();
  const next = row
    ? await updateDraft(ctx.db, id, row.version, { ...values, ...own })
    : (await insertDraft(ctx.db, {
          id,
          municipality_id: ctx.municipality.id,
          kind,
          key,
          ...noUpdate,
          ...values,
          version: 1,
        }))
      ? 1
      : null;
  if (next === null) throw await staleDraft(ctx, kind, key, version);
  await audit(ctx, 'draft.save', { kind: 'draft', id, title: titleOf(kind, key) }, { version: next });
  return next;
}

const noUpdate = { release: null, update_release: null, update_body: null, update_base: null, update_hash: null };

const titleOf = (kind: DefinitionKind, key: string): string => (kind === 'rules' ? key : `${kind} ${key}`);

/** Two editors: what is stored now, and what the one who asks had not seen. */
async function staleDraft(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  key: string,
  version: number,
): Promise<AppError> {
  const row = await readDraftRow(ctx.db, ctx.municipality.id, kind, key);
  if (!row) return new AppError('conflict', 'stale');
  const open = row.body === null ? null : { ...row, body: row.body };
  return staleConflict(ctx, 'draft', row.id, version, { key, draft: open && { ...markOf(open), body: bodyOf(open) } });
}

/** Gives the draft up. Throws not-found, and `stale` as `saveDraft`. */
export async function discardDraft(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  key: string,
  version: number,
): Promise<void> {
  await mustEdit(ctx);
  await closeDraft(ctx, kind, key, version, 'draft.discard');
}

/** Takes the body out of the draft's row, whose version goes on; for giving up and for publishing. Answers what it held. */
export async function closeDraft(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  key: string,
  version: number,
  action: 'draft.discard' | 'draft.publish',
): Promise<OpenDraft> {
  const draft = await findDraft(ctx, kind, key);
  if (!draft) throw notFound();
  const next =
    draft.version === version
      ? await updateDraft(ctx.db, draft.id, version, {
          base: draft.base,
          body: null,
          saved_by: ctx.actor.id,
          saved_at: ctx.now,
          release: null,
        })
      : null;
  if (next === null) throw await staleDraft(ctx, kind, key, version);
  await audit(ctx, action, { kind: 'draft', id: draft.id, title: titleOf(kind, key) }, { version: next });
  return draft;
}

/**
 * Makes a published body the draft: an old one of the same key to go back to it, or another's as the beginning of a new
 * one. A copy under another key takes that key, and serves as what it copies from.
 */
export async function draftFrom(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  key: string,
  version: number,
  source: { number: number; key?: string | undefined },
): Promise<RuleDraftSaved> {
  await mustEdit(ctx);
  const from = await readDefinitionNumber(ctx.db, ctx.municipality.id, kind, source.key ?? key, source.number);
  if (!from)
    throw invalid([
      { path: '/number', code: 'unknown', message: say(ctx.language, 'rules.issue.number', { number: source.number }) },
    ]);
  // Was checked when it was published.
  const body = { ...(readBody(from) as Record<string, unknown>), key };
  return saveDraft(ctx, kind, key, version, { body, base: from.key === key ? from.number : null });
}
