import type { z } from 'zod';
import { isTiedKind } from '../../../forms/ties.ts';
import { isSubject } from '../../../registers/index.ts';
import { readCountedParts } from '../../database/parts.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { showing, type Look } from '../../kernel/looks.ts';
import { say } from '../../kernel/texts/index.ts';
import { kindName } from '../record-kind.ts';
import type { SearchRow } from '../search-store.ts';
import { searchedWords, typedWords, type Hit, type SearchPart } from '../search.ts';
import type * as contract from './contract.ts';
import { tiePart, type Tied } from './tie-parts.ts';
import { tellTied } from './with-tied.ts';

type Pickable = z.infer<typeof contract.pickablePage>['items'][number];

/** So many of each kind are offered: who wants another types more of its name. */
const SHOWN = 20;

/** Records of these kinds that hold all of the words and that the asker may see, or those of them that are `chosen`. */
export async function listPickable(
  ctx: MunicipalContext,
  { kinds: named, q = '', chosen }: z.infer<typeof contract.pickableQuery>,
): Promise<{ body: { items: Pickable[] }; looks: Look[] }> {
  const kinds = [...new Set(named.split(','))].filter(isTiedKind);
  const items = chosen === undefined ? await find(ctx, kinds, q.trim()) : await tell(ctx, kinds, chosen.split(','));
  const ofResidents = items.filter(({ kind }) => tiePart(ctx, kind)?.ofResident);
  return {
    body: { items },
    looks: showing(
      'tie.read',
      ofResidents.map(({ id }) => id),
    ),
  };
}

async function find(ctx: MunicipalContext, kinds: readonly string[], words: string): Promise<Pickable[]> {
  const items: Pickable[] = [];
  for (const kind of kinds) {
    const part = tiePart(ctx, kind);
    for (const { title, note, path } of part ? await search(ctx, part.search, words, SHOWN) : []) {
      const id = idOf(path);
      items.push({ id, kind, kindName: tiedKindName(ctx, kind), title, note, page: path });
    }
  }
  return items;
}

/** Each has its page under its own id. */
const idOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Records of a kind that the asker may see, so many of them, as its own search calls them. */
export async function listTied(ctx: MunicipalContext, kind: string, limit: number): Promise<Tied[]> {
  const part = tiePart(ctx, kind);
  const hits = part ? await search(ctx, part.search, '', limit) : [];
  return hits.map(({ title, path }) => ({ id: idOf(path), title }));
}

async function search(ctx: MunicipalContext, part: SearchPart, words: string, limit: number): Promise<Hit[]> {
  if ('search' in part) return (await part.search(ctx, words, limit))?.items ?? [];
  if ('together' in part) return (await part.together(ctx, [part.key], words, limit)).get(part.key)?.items ?? [];
  const rows = await part.rows(ctx, searchedWords(words), typedWords(words));
  const hits: Hit[] = [];
  for (const row of rows ? await readCountedParts<SearchRow>(ctx.db, [rows.query], limit) : [])
    hits.push(await part.tell(ctx, row));
  return hits;
}

async function tell(ctx: MunicipalContext, kinds: readonly string[], ids: readonly string[]): Promise<Pickable[]> {
  const titled = await tellTied(
    ctx,
    ids.map((id) => ({ id, kinds })),
  );
  return [...titled.values()].map(({ id, kind, title }) => ({
    id,
    kind,
    kindName: tiedKindName(ctx, kind),
    title,
    note: '',
    page: `${tiePart(ctx, kind)?.page ?? ''}/${id}`,
  }));
}

/** What a kind of records is called, also one that is no record of its own workflow. */
export const tiedKindName = (ctx: MunicipalContext, kind: string): string =>
  isSubject(kind) ? kindName(ctx, kind) : say(ctx.language, `search.of.${kind}`);
