import type { Issue } from '../../rules/types.ts';
import { mustRead } from '../decisions/may.ts';
import { checkKeys } from '../definitions/definition-limits.ts';
import { checkShape } from '../definitions/definition-shapes.ts';
import { definitionInForce, writtenDefinition } from '../definitions/definitions.ts';
import { listDefinitionKeys, listVersionsAfter, readDefinitionOf, type DefinitionKind } from '../definitions/store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { say } from '../kernel/texts/index.ts';
import { hashBody } from '../definitions/hash-body.ts';
import { slots } from './kinds/index.ts';
import type { Body, Candidate, DraftCheck, Faults } from './slot.ts';

/** With what the key has now: to be asked before anything that comes with it is stored. */
export async function readCandidate(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  key: string,
  body: Body,
  more: Partial<Pick<Candidate, 'day' | 'acknowledge'>> = {},
): Promise<Candidate> {
  const { db, municipality, today } = ctx;
  const current = await definitionInForce(ctx, kind, key);
  const inForce = current && (await writtenDefinition(ctx, kind, current.id));
  const after = await listVersionsAfter(db, municipality.id, kind, key, today);
  return {
    kind,
    key,
    body,
    day: today,
    acknowledge: [],
    ...more,
    latest: await readDefinitionOf(db, municipality.id, kind, key),
    inForce,
    // One with a lower number than that in force never comes.
    later: after
      .filter(({ number }) => number > (inForce?.number ?? 0))
      .map(({ number, effective_on }) => ({ number, effectiveOn: effective_on })),
  };
}

const nothing: Omit<Faults, 'issues'> = { findings: [], examples: [] };

/** What is wrong with a candidate by itself: its make and size, its key, and what its kind says. */
export async function checkFirst(
  ctx: MunicipalContext,
  candidate: Candidate,
  beside: readonly Candidate[] = [],
): Promise<Issue[]> {
  const { kind, key, body } = candidate;
  const misshapen = checkShape(kind, body, ctx.language);
  if (misshapen.length > 0) return misshapen;
  const tooMany = checkKeys(await listDefinitionKeys(ctx.db, ctx.municipality.id, kind), key, ctx.language);
  if (tooMany.length > 0) return tooMany;
  const wrongKey =
    body.key === key ? [] : [{ path: '/key', code: 'key', message: say(ctx.language, 'rules.issue.key', { key }) }];
  return [...wrongKey, ...(await slots[kind].checkItself(ctx, candidate, beside))];
}

/** Everything that is wrong with a candidate, by itself and among what there is. */
export async function findFaults(ctx: MunicipalContext, candidate: Candidate): Promise<Faults> {
  const issues = await checkFirst(ctx, candidate);
  // What else is wrong can be told of a body with another's key.
  if (issues.some(({ code }) => code !== 'key')) return { ...nothing, issues };
  const among = await slots[candidate.kind].checkAmong(ctx, candidate);
  return { ...among, issues: [...issues, ...among.issues] };
}

/** What a check found, with what keeps the candidate from being published. */
export async function presentCheck(ctx: MunicipalContext, candidate: Candidate, faults: Faults): Promise<DraftCheck> {
  const { issues } = faults;
  return {
    ...faults,
    ok: issues.length === 0,
    issues: issues.map(({ path, code, message, params }) => ({ path, code, message, ...(params && { params }) })),
    blocks: await listBlocks(ctx, candidate, faults),
  };
}

async function listBlocks(ctx: MunicipalContext, candidate: Candidate, faults: Faults): Promise<DraftCheck['blocks']> {
  const block = (code: string, params: Record<string, unknown>) => ({
    code,
    message: say(ctx.language, `rules.block.${code}`, params),
  });
  if (faults.issues.length > 0) return [block('check', { n: faults.issues.length })];
  const { inForce, latest, body } = candidate;
  // Where another version waits for its day, the one in force once more is a way to take that back.
  const unchanged = inForce !== null && inForce.id === latest?.id && hashBody(inForce.body) === hashBody(body);
  return [
    ...((await slots[candidate.kind].listBlocks?.(ctx, candidate, faults)) ?? []),
    ...(unchanged ? [block('unchanged', { number: inForce.number })] : []),
  ];
}

/** The check of a draft or an upload as it would be published today. */
export async function checkDraft(ctx: MunicipalContext, candidate: Candidate): Promise<DraftCheck> {
  return presentCheck(ctx, candidate, await findFaults(ctx, candidate));
}

/** Check, analysis and examples of a rule set that belongs to nobody yet. */
export async function checkUnsaved(ctx: MunicipalContext, body: Body): Promise<DraftCheck> {
  mustRead(ctx);
  const key = typeof body.key === 'string' ? body.key : '';
  return { ...(await checkDraft(ctx, await readCandidate(ctx, 'rules', key, body))), blocks: [] };
}
