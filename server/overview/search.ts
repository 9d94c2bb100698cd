import type { z } from 'zod';
import { readCountedParts } from '../database/parts.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { showing, type Look } from '../kernel/looks.ts';
import { say } from '../kernel/texts/index.ts';
import { recordKind } from '../records/record-kind.ts';
import type { SearchRow } from '../records/search-store.ts';
import { searchedWords, typedWords, type Found, type Hit, type SearchPart } from '../records/search.ts';
import type * as contract from './contract.ts';
import { settingsSearch } from './search-settings.ts';

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
  const parts = [
    ...Object.keys(ctx.kinds).flatMap((kind) => recordKind(ctx, kind).search ?? []),
    ...others,
    ...settingsSearch,
  ];
  const groups: z.input<typeof contract.searched>['groups'] = [];
  const shows: string[] = [];
  const tags = ctx.token?.kinds;
  const covered = parts.filter(({ tag }) => !tags || tags.includes(tag));
  const results = new Map([...(await readRows(ctx, covered, words)), ...(await readTogether(ctx, covered, words))]);
  for (const part of covered) {
    const result = 'search' in part ? await part.search(ctx, words, SHOWN) : results.get(part.key);
    if (!result || result.items.length === 0) continue;
    shows.push(...(result.shows ?? []));
    groups.push({
      kind: part.key,
      name: part.name?.(ctx.language) ?? say(ctx.language, `search.of.${part.key}`),
      items: result.items,
      total: result.total,
      list: result.total > result.items.length ? (result.list ?? null) : null,
    });
  }
  return { body: { groups }, looks: showing('search.read', shows) };
}

/** Nouns that are looked for together, each such lot in one statement. */
async function readTogether(ctx: MunicipalContext, parts: SearchPart[], words: string): Promise<Map<string, Found>> {
  const results = new Map<string, Found>();
  const lots = Map.groupBy(
    parts.filter((part) => 'together' in part),
    ({ together }) => together,
  );
  for (const [together, lot] of lots)
    for (const [key, of] of await together(
      ctx,
      lot.map(({ key }) => key),
      words,
      SHOWN,
    ))
      results.set(key, of);
  return results;
}

/** All nouns that hand in a query, in one statement. */
async function readRows(ctx: MunicipalContext, parts: SearchPart[], words: string): Promise<Map<string, Found>> {
  const queried = [];
  for (const part of parts) {
    if (!('rows' in part)) continue;
    const rows = await part.rows(ctx, searchedWords(words), typedWords(words));
    if (rows) queried.push({ part, query: rows.query });
  }
  const rows = await readCountedParts<SearchRow>(
    ctx.db,
    queried.map(({ query }) => query),
    SHOWN,
  );
  const resultOf = new Map<string, Found>();
  for (const [index, { part }] of queried.entries()) {
    const own = rows.filter((row) => row.part === index);
    const items: Hit[] = [];
    for (const row of own) items.push(await part.tell(ctx, row));
    resultOf.set(part.key, { items, total: own[0]?.total ?? 0 });
  }
  return resultOf;
}
