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
import { marksOf, type CodeMark } from './contract.ts';
import { codesOf } from './kept-codes.ts';
import { startingCodes } from './starting-codes.ts';
import { insertCodeEntry, lastPosition, readCodeEntry, type CodeEntryRow, type CodeList } from './store.ts';

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
  entries.filter(({ marks }) => marks?.split(',').includes(mark)).map(({ key }) => key);

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
  const known: readonly string[] = marksOf[list];
  if (!marks.every((mark) => known.includes(mark))) refuse('unknown');
  if (marks.includes('tier-1') && marks.includes('tier-2')) refuse('tiers');
  if (marks.includes('top') !== held.includes('top')) refuse('top');
}

/** Without a `position` it comes last. */
export type NewCodeEntry = {
  key: string;
  nameJa: string;
  nameEn: string | null;
  position?: number | undefined;
  marks?: string[];
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
    version: 1,
  };
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
  const held = entry.marks?.split(',') ?? [];
  if (patch.marks) checkMarks(ctx, list, held, patch.marks);
  if (patch.retired && held.includes('top')) throw refused('topKind', { what: entry.name_ja });
  const retired_at = patch.retired === undefined ? undefined : patch.retired ? (entry.retired_at ?? ctx.now) : null;
  const changed = changedFields(entry, {
    name_ja: patch.nameJa,
    name_en: patch.nameEn,
    position: patch.position,
    retired_at,
    marks: patch.marks && (patch.marks.join() || null),
  });
  const next = await updateVersion(ctx.db, 'code_entries', id, version, newValues(changed));
  if (next === null) throw await staleConflict(ctx, 'code', id, version, { id, version: entry.version });
  await audit(ctx, 'code.update', recordOf(entry), {
    version: next,
    changed: tellChanges(changed, ['name_ja', 'name_en', 'position', 'retired_at', 'marks']),
  });
  return next;
}
