import type { Language } from '../../../rules/types.ts';
import { insertIfNew } from '../../database/dialect.ts';
import { updateVersion } from '../../database/versioned.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, notAllowed, notFound, refused } from '../../kernel/errors.ts';
import { changedFields, newValues, staleConflict } from '../../kernel/stale.ts';
import { ownText, say } from '../../kernel/texts/index.ts';
import { closedName } from '../closed-name.ts';
import { areasOf } from '../areas/kept-areas.ts';
import { canEditSettings } from '../policy.ts';
import { knownMarks, type CodeMark } from './contract.ts';
import { codesOf } from './kept-codes.ts';
import { startingCodes } from './starting-codes.ts';
import { insertCodeEntry, lastPosition, marksIn, readCodeEntry, type CodeEntryRow, type CodeList } from './store.ts';

/** An entry's name in the asker's language; as the product named it, in the city's own words. */
export function codeName(
  { list, key, name_ja, name_en }: Pick<CodeEntryRow, 'list' | 'key' | 'name_ja' | 'name_en'>,
  language: Language,
): string {
  const [, ja, en] = startingCodes[list].find(([shipped]) => shipped === key) ?? [];
  if (language === 'en' && name_en) return name_en === en ? ownText(name_en, 'en') : name_en;
  return name_ja === ja ? ownText(name_ja, 'ja') : name_ja;
}

/** Names of a list by key, in the asker's language, retired entries too, which say so. */
export async function readCodeNames(ctx: MunicipalContext, list: CodeList): Promise<Map<string, string>> {
  const entries = await codesOf(ctx, list);
  return new Map(
    entries.map((entry) => [entry.key, closedName(ctx.language, codeName(entry, ctx.language), entry.retired_at)]),
  );
}

/** Throws invalid at `path` when a key is not one of the list's entries in use. */
export async function requireCode(ctx: MunicipalContext, list: CodeList, key: string, path: string): Promise<void> {
  const entries = await codesOf(ctx, list);
  if (!entries.some((entry) => entry.key === key && !entry.retired_at))
    throw invalid([{ path, code: 'unknown', message: say(ctx.language, 'settings.issue.code') }]);
}

/** The keys of those entries that have a mark, retired ones too. */
export const keysMarked = (entries: readonly Pick<CodeEntryRow, 'key' | 'marks'>[], mark: CodeMark): string[] =>
  entries.filter((entry) => marksIn(entry).includes(mark)).map(({ key }) => key);

const recordOf = (entry: CodeEntryRow) => ({ kind: 'code', id: entry.id, title: entry.name_ja });

/** The server's own command line may. */
async function requireEditor(ctx: MunicipalContext): Promise<void> {
  const [root] = await areasOf(ctx);
  if (ctx.actor.kind === 'user' && !(root && canEditSettings(ctx.actor, root.path))) throw notAllowed();
}

/** Throws invalid for marks that its list does not know, for two tiers at once, and where the top of the tree would change. */
function checkMarks(ctx: MunicipalContext, list: CodeList, held: readonly string[], marks: readonly string[]): void {
  const refuse = (code: string): never => {
    throw invalid([{ path: '/marks', code, message: say(ctx.language, `settings.issue.marks.${code}`) }]);
  };
  const known: readonly string[] = knownMarks[list];
  if (!marks.every((mark) => known.includes(mark))) refuse('unknown');
  if (marks.includes('tier-1') && marks.includes('tier-2')) refuse('tiers');
  if (marks.includes('top') !== held.includes('top')) refuse('top');
}

/**
 * Throws invalid where the kind of the whole municipality would not come first, or where areas lie below others the other way round:
 * the order of kinds says what may lie below what.
 */
async function checkOrder(ctx: MunicipalContext, moved: CodeEntryRow): Promise<void> {
  const refuse = (code: string, params: Record<string, string> = {}): never => {
    const message = say(ctx.language, `settings.issue.order.${code}`, params);
    throw invalid([{ path: '/position', code, message }]);
  };
  const others = (await codesOf(ctx, 'area-kind')).filter(({ key }) => key !== moved.key);
  const kinds = [...others, moved].toSorted((a, b) => a.position - b.position || (a.key < b.key ? -1 : 1));
  if (kinds.some((kind, at) => at > 0 && marksIn(kind).includes('top'))) refuse('top');
  const areas = await areasOf(ctx);
  const byId = new Map(areas.map((area) => [area.id, area]));
  const placeOf = (kind: string): number => kinds.findIndex(({ key }) => key === kind);
  for (const area of areas) {
    const parent = byId.get(area.parent_id ?? '');
    if (!parent || ![area.kind, parent.kind].includes(moved.key) || area.closed_at !== null) continue;
    const [wider, own] = [kinds[placeOf(parent.kind)], kinds[placeOf(area.kind)]];
    if (!wider || !own || placeOf(wider.key) <= placeOf(own.key)) continue;
    refuse('areas', {
      area: area.name,
      parent: parent.name,
      kind: codeName(own, ctx.language),
      wider: codeName(wider, ctx.language),
    });
  }
}

/** Only meetings have an agenda; of other lists' entries none is kept. Undefined: nothing was said of it. */
const storedAgenda = (list: CodeList, titles: string[] | undefined): string | null | undefined =>
  titles === undefined ? undefined : list === 'meeting-kind' && titles.length > 0 ? JSON.stringify(titles) : null;

/** Without a `position` it comes last. */
export type NewCodeEntry = {
  key: string;
  nameJa: string;
  nameEn: string | null;
  position?: number | undefined;
  marks?: string[];
  agenda?: string[];
};

/** Adds an entry. A key that the list has already is a conflict; keys are never given to something else. */
export async function createCodeEntry(
  ctx: MunicipalContext,
  list: CodeList,
  input: NewCodeEntry,
): Promise<CodeEntryRow> {
  await requireEditor(ctx);
  if (input.marks) checkMarks(ctx, list, [], input.marks);
  const entry: CodeEntryRow = {
    id: ctx.newId(),
    municipality_id: ctx.municipality.id,
    list,
    key: input.key,
    name_ja: input.nameJa,
    name_en: input.nameEn,
    position: input.position ?? (await lastPosition(ctx.db, ctx.municipality.id, list)),
    retired_at: null,
    marks: input.marks?.join() || null,
    agenda: storedAgenda(list, input.agenda) ?? null,
    version: 1,
  };
  if (list === 'area-kind') await checkOrder(ctx, entry);
  if (!(await insertIfNew(ctx.db, (db) => insertCodeEntry(db, entry)))) throw refused('duplicate', { what: input.key });
  await audit(ctx, 'code.create', recordOf(entry), { version: 1 });
  return entry;
}

export type CodeEntryPatch = {
  nameJa?: string;
  nameEn?: string | null;
  position?: number;
  retired?: boolean;
  marks?: string[];
  agenda?: string[];
};

/** Renames, moves, retires (no longer offered, still shown) or brings back. */
export async function changeCodeEntry(
  ctx: MunicipalContext,
  list: CodeList,
  id: string,
  version: number,
  patch: CodeEntryPatch,
): Promise<number> {
  await requireEditor(ctx);
  const entry = await readCodeEntry(ctx.db, ctx.municipality.id, id);
  if (entry?.list !== list) throw notFound();
  const held = marksIn(entry);
  if (patch.marks) checkMarks(ctx, list, held, patch.marks);
  if (patch.retired && held.includes('top')) throw refused('topKind', { what: entry.name_ja });
  if (list === 'area-kind' && patch.position !== undefined)
    await checkOrder(ctx, { ...entry, position: patch.position });
  const retired_at = patch.retired === undefined ? undefined : patch.retired ? (entry.retired_at ?? ctx.now) : null;
  const changed = changedFields(entry, {
    name_ja: patch.nameJa,
    name_en: patch.nameEn,
    position: patch.position,
    retired_at,
    marks: patch.marks && (patch.marks.join() || null),
    agenda: storedAgenda(list, patch.agenda),
  });
  const next = await updateVersion(ctx.db, 'code_entries', id, version, newValues(changed));
  if (next === null) throw await staleConflict(ctx, 'code', id, version, { id, version: entry.version });
  await audit(ctx, 'code.update', recordOf(entry), {
    version: next,
    changed: tellChanges(changed, ['name_ja', 'name_en', 'position', 'retired_at', 'marks']),
  });
  return next;
}
