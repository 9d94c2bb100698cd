import type { z } from 'zod';
import type { MunicipalContext } from '../kernel/context.ts';
import { showing, type Look } from '../kernel/looks.ts';
import { say } from '../kernel/texts/index.ts';
import { recordKind } from '../records/record-kind.ts';
import type { SearchPart } from '../records/search.ts';
import type * as contract from './contract.ts';

/** So many of each noun; the list behind has the others. */
const SHOWN = 5;

/**
 * Everything that the asker may see and that holds all of the words: records of every kind that was handed in, and `others`
 * (nouns that are no records). What each tells is by its own rights, and by the kinds of the token that asks.
 */
export async function searchEverything(
  ctx: MunicipalContext,
  others: readonly SearchPart[],
  words: string,
): Promise<{ body: z.input<typeof contract.searched>; looks: Look[] }> {
  const parts = [...Object.keys(ctx.kinds).flatMap((kind) => recordKind(ctx, kind).search ?? []), ...others];
  const groups: z.input<typeof contract.searched>['groups'] = [];
  const shows: string[] = [];
  const tags = ctx.token?.kinds;
  for (const part of parts) {
    if (tags && !tags.includes(part.tag)) continue;
    const result = await part.search(ctx, words, SHOWN);
    if (!result || result.items.length === 0) continue;
    shows.push(...(result.shows ?? []));
    groups.push({
      kind: part.key,
      name: say(ctx.language, `search.of.${part.key}`),
      items: result.items,
      total: result.total,
      list: result.total > result.items.length ? (result.list ?? null) : null,
    });
  }
  return { body: { groups }, looks: showing('search.read', shows) };
}
