import type { z } from 'zod';
import { mustEdit } from '../decisions/may.ts';
import { checkSize } from '../definitions/definition-limits.ts';
import { readBody } from '../definitions/definitions.ts';
import { mergePlaces, placeKey, type PlaceConflict } from '../definitions/places.ts';
import { readDefinitionNumber, type DefinitionKind } from '../definitions/store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { invalid, notFound } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { sayPlace, write } from './compare-places.ts';
import type * as contract from './contract.ts';
import { bodyOf, findDraft, markOf } from './draft.ts';
import type { Body } from './slot.ts';

export type DraftMerged = z.infer<typeof contract.draftMerged>;
export type MergeInput = z.infer<typeof contract.draftMergeInput>;

/**
 * A body joined with the open draft of its key, place by place; saves nothing. Throws not-found where no draft is open, and
 * `invalid` for a number that there is not or a body that is too large to look through.
 */
export async function mergeIntoDraft(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  key: string,
  { base, body, take }: MergeInput,
): Promise<DraftMerged> {
  await mustEdit(ctx);
  const draft = await findDraft(ctx, kind, key);
  if (!draft) throw notFound();
  const theirs = bodyOf(draft);
  const begun = typeof base === 'number' ? await readNumber(ctx, kind, key, base) : base;
  const tooLarge = [begun, body, theirs].flatMap((each) => checkSize(kind, each, ctx.language));
  if (tooLarge.length > 0) throw invalid(tooLarge);
  const { merged, conflicts } = mergePlaces(begun, body, theirs, take);
  return {
    theirs: { ...markOf(draft), body: theirs },
    body: merged as Body,
    conflicts: presentConflicts(ctx, kind, body, conflicts),
  };
}

export const presentConflicts = (
  ctx: MunicipalContext,
  kind: DefinitionKind,
  body: Body,
  conflicts: readonly PlaceConflict[],
): DraftMerged['conflicts'] =>
  conflicts.map(({ path, base, mine, theirs }) => ({
    path: placeKey(path),
    text: sayPlace(ctx, kind, [body], path),
    base: base === undefined ? null : write(base),
    mine: mine === undefined ? null : write(mine),
    theirs: theirs === undefined ? null : write(theirs),
  }));

async function readNumber(ctx: MunicipalContext, kind: DefinitionKind, key: string, number: number): Promise<Body> {
  const row = await readDefinitionNumber(ctx.db, ctx.municipality.id, kind, key, number);
  if (!row)
    throw invalid([{ path: '/base', code: 'unknown', message: say(ctx.language, 'rules.issue.number', { number }) }]);
  return readBody(row) as Body;
}
