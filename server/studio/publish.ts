import type { z } from 'zod';
import type { Issue } from '../../rules/types.ts';
import type { Db } from '../database/db.ts';
import { insertIfNew } from '../database/dialect.ts';
import { mustEdit } from '../decisions/may.ts';
import { plainName } from '../definitions/plain-name.ts';
import { insertDefinition, type DefinitionKind } from '../definitions/store.ts';
import { audit, type MunicipalContext } from '../kernel/context.ts';
import { AppError, invalid } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { checkFirst, presentCheck, readCandidate } from './check.ts';
import type * as contract from './contract.ts';
import { bodyOf, closeDraft } from './draft.ts';
import { listToConfirm, mustBeConfirmed, readBases, type ToConfirm } from './form-changes.ts';
import { slots, slotsInOrder } from './kinds/index.ts';
import type { Candidate, DraftCheck, Faults } from './slot.ts';

export type Publication = z.infer<typeof contract.rulePublished>;
export type PublicationTold = z.infer<typeof contract.publicationTold>;
export type Publishing = {
  reason: string;
  effectiveOn: string;
  acknowledge?: readonly string[] | undefined;
  confirm?: readonly string[] | undefined;
};
export type DraftRef = { kind: DefinitionKind; key: string; version: number };

/** A candidate with what its check found once all that come with it are there. */
export type Judged = { candidate: Candidate; faults: Faults };

/** Throws `invalid` for a day that is over. */
function mustBeToCome(ctx: MunicipalContext, effectiveOn: string): void {
  if (effectiveOn < ctx.today)
    throw invalid([{ path: '/effectiveOn', code: 'past', message: say(ctx.language, 'settings.issue.past') }]);
}

/**
 * Checks bodies that shall come into force together, against each other and all that there is, and leaves them stored as the
 * next versions of their keys; `judge` says what follows from what was found, and undoes it by throwing. What makes nonsense of
 * the others' checks ends them early. Throws `stale` where somebody took a number a moment ago.
 */
export async function storeTogether<T>(
  ctx: MunicipalContext,
  candidates: readonly Candidate[],
  { reason, effectiveOn }: Publishing,
  judge: (judged: Judged[], stored: { candidate: Candidate; id: string; number: number }[]) => Promise<T>,
): Promise<T> {
  const first = new Map<Candidate, Faults>();
  for (const candidate of candidates)
    first.set(candidate, { issues: await checkFirst(ctx, candidate, candidates), findings: [], examples: [] });
  if ([...first.values()].some(({ issues }) => issues.length > 0))
    return judge(
      candidates.map((candidate) => ({ candidate, faults: faultsOf(first, candidate) })),
      [],
    );
  const stored = [];
  for (const candidate of candidates) {
    const [id, number] = [ctx.newId(), (candidate.latest?.number ?? 0) + 1];
    const row = {
      id,
      municipality_id: ctx.municipality.id,
      kind: candidate.kind,
      key: candidate.key,
      number,
      body: JSON.stringify(candidate.body),
      reason,
      effective_on: effectiveOn,
      published_by: ctx.actor.id,
      published_at: ctx.now,
    };
    if (!(await insertIfNew(ctx.db, (db) => insertDefinition(db, row)))) throw new AppError('conflict', 'stale');
    stored.push({ candidate, id, number });
  }
  for (const slot of slotsInOrder) {
    const here = candidates.filter(({ kind }) => kind === slot.kind);
    for (const candidate of here) first.set(candidate, await slot.checkAmong(ctx, candidate));
    // Those of the next kind rely on them.
    if (here.some((candidate) => faultsOf(first, candidate).issues.length > 0)) break;
  }
  const judged = await judge(
    candidates.map((candidate) => ({ candidate, faults: faultsOf(first, candidate) })),
    stored,
  );
  for (const { kind, body } of candidates) await slots[kind].published?.(ctx, body, effectiveOn);
  return judged;
}

const faultsOf = (faults: ReadonlyMap<Candidate, Faults>, candidate: Candidate): Faults =>
  faults.get(candidate) ?? { issues: [], findings: [], examples: [] };

export async function auditPublication(
  ctx: MunicipalContext,
  { candidate: { kind, key }, id, number }: { candidate: Candidate; id: string; number: number },
  { reason, effectiveOn }: Publishing,
  base?: number | null,
): Promise<void> {
  await audit(
    ctx,
    'definition.publish',
    { kind: 'definition', id, title: `${kind} ${key} ${number}` },
    { reason, effectiveOn, number, ...(base === undefined ? {} : { base }) },
  );
}

/**
 * Makes drafts the next versions of their keys: all of them, with one reason and from one day (today or later), or none.
 * Throws `stale` where a draft is not the one that the asker saw, and `draftNotReady` with what stands against it, in words: also
 * changes of a form that ask again or lose something and that `confirm` does not name.
 */
export async function publishDrafts(
  ctx: MunicipalContext,
  drafts: readonly DraftRef[],
  publishing: Publishing,
): Promise<Publication[]> {
  await mustEdit(ctx);
  mustBeToCome(ctx, publishing.effectiveOn);
  const taken = await takeDrafts(ctx, drafts, publishing);
  const candidates = taken.map(({ candidate }) => candidate);
  const bases = await readBases(ctx, candidates, publishing.effectiveOn);
  return storeTogether(ctx, candidates, publishing, async (judged, stored) => {
    await mustBeReady(ctx, judged);
    await mustBeConfirmed(ctx, candidates, bases, publishing.confirm ?? []);
    for (const [index, publication] of stored.entries())
      await auditPublication(ctx, publication, publishing, taken[index]?.base ?? null);
    return stored.map(({ candidate: { kind, key }, number }) => ({
      kind,
      key,
      number,
      effectiveOn: publishing.effectiveOn,
    }));
  });
}

/** Closes the drafts, all before any is stored: what one asks of another's draft is no longer asked of it. */
async function takeDrafts(
  ctx: MunicipalContext,
  drafts: readonly DraftRef[],
  { effectiveOn, acknowledge = [] }: Omit<Publishing, 'reason'>,
): Promise<{ candidate: Candidate; base: number | null }[]> {
  const taken = [];
  for (const { kind, key, version } of drafts) {
    const draft = await closeDraft(ctx, kind, key, version, 'draft.publish');
    const candidate = await readCandidate(ctx, kind, key, bodyOf(draft), { day: effectiveOn, acknowledge });
    taken.push({ candidate, base: draft.base });
  }
  return taken;
}

/** Throws `draftNotReady` with what stands against publishing these, in words; of several with the place of each. */
export async function mustBeReady(ctx: MunicipalContext, judged: readonly Judged[]): Promise<void> {
  const reasons: string[] = [];
  const issues: Issue[] = [];
  for (const [index, { candidate, faults }] of judged.entries()) {
    const check = await presentCheck(ctx, candidate, faults);
    const at = judged.length > 1 ? `/drafts/${index}` : '';
    reasons.push(...check.blocks.map((block) => (at ? `${nameOf(ctx, candidate)}: ${block.message}` : block.message)));
    issues.push(...check.blocks.map(({ code, message }) => ({ path: at, code, message })));
    if (check.blocks.length > 0) issues.push(...placesOf(check, `${at}/body`));
  }
  if (reasons.length > 0)
    throw new AppError('conflict', 'draftNotReady', { params: { reasons: reasons.join(' ') }, issues });
}

const placesOf = ({ issues, findings }: DraftCheck, at: string): Issue[] =>
  [...issues, ...findings.filter((finding) => finding.severity === 'error')].map(({ path, code, message }) => ({
    path: `${at}${path}`,
    code,
    message,
  }));

/** What people call a body that may be wrong. */
function nameOf(ctx: MunicipalContext, { kind, key, body }: Candidate): string {
  const texts = body.texts as Partial<Record<string, { name?: unknown }>> | undefined;
  const name = texts?.[ctx.language]?.name ?? texts?.ja?.name;
  return typeof name === 'string' ? plainName(kind, name) : key;
}

/** Undoes what was stored for looking at it. */
class Looked extends Error {
  readonly publication: PublicationTold;
  constructor(publication: PublicationTold) {
    super('only looked at');
    this.publication = publication;
  }
}

/**
 * What publishing these drafts together would come to: the check of each with all the others in their places, and which
 * versions that wait for their day would then never count, and what of forms is still to be confirmed. Nothing is kept. Throws `stale` as `publishDrafts`.
 */
export async function tryPublication(
  ctx: MunicipalContext,
  drafts: readonly DraftRef[],
  publishing: Omit<Publishing, 'reason'>,
): Promise<PublicationTold> {
  await mustEdit(ctx);
  mustBeToCome(ctx, publishing.effectiveOn);
  try {
    await ctx.db.transaction(async (db: Db) => {
      // What is kept in memory is not what is looked at here.
      const { recall: _recall, ...rest } = ctx;
      const inside: MunicipalContext = { ...rest, db };
      const taken = await takeDrafts(inside, drafts, publishing);
      const candidates = taken.map(({ candidate }) => candidate);
      const bases = await readBases(inside, candidates, publishing.effectiveOn);
      const toConfirm = await listToConfirm(inside, candidates, bases, publishing.confirm ?? []);
      await storeTogether(inside, candidates, { ...publishing, reason: '' }, async (judged) => {
        throw new Looked(await tell(inside, judged, drafts, publishing.effectiveOn, toConfirm));
      });
    });
  } catch (error) {
    if (error instanceof Looked) return error.publication;
    throw error;
  }
  throw new Error('looking at a publication stored it');
}

async function tell(
  ctx: MunicipalContext,
  judged: readonly Judged[],
  drafts: readonly DraftRef[],
  effectiveOn: string,
  toConfirm: readonly ToConfirm[][],
): Promise<PublicationTold> {
  const checkedDrafts = [];
  for (const [index, { candidate, faults }] of judged.entries()) {
    const { kind, key, later } = candidate;
    checkedDrafts.push({
      kind,
      key,
      version: drafts[index]?.version ?? 0,
      name: nameOf(ctx, candidate),
      check: await presentCheck(ctx, candidate, faults),
      replaced: later.filter((version) => version.effectiveOn >= effectiveOn),
      toConfirm: toConfirm[index] ?? [],
    });
  }
  return { ok: checkedDrafts.every(({ check }) => check.blocks.length === 0), drafts: checkedDrafts };
}
