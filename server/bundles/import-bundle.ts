import { z } from 'zod';
import { readForm } from '../../forms/edit.ts';
import { mustEdit } from '../decisions/may.ts';
import { checkShape } from '../definitions/definition-shapes.ts';
import { readBody } from '../definitions/definitions.ts';
import { hashBody } from '../definitions/hash-body.ts';
import { readDefinitionOf } from '../definitions/store.ts';
import { audit, type MunicipalContext } from '../kernel/context.ts';
import { invalid } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { changeCodeEntry, codeName, createCodeEntry } from '../settings/codes/code-entries.ts';
import { codeList, codeMark } from '../settings/codes/contract.ts';
import { codesOf } from '../settings/codes/kept-codes.ts';
import { listCodeEntries, marksIn, type CodeEntryRow, type CodeList } from '../settings/codes/store.ts';
import { bodyOf, findDraft, storeDraft } from '../studio/draft.ts';
import { slots } from '../studio/kinds/index.ts';
import { pinHere } from '../studio/sections.ts';
import type { Body, Difference } from '../studio/slot.ts';
import type { Bundle, BundledCode, BundledDefinition } from './bundle-file.ts';
import type * as contract from './contract.ts';

export type BundlePlan = z.infer<typeof contract.bundlePlan>;
export type BundleInput = z.infer<typeof contract.bundleInput>;

/** What a bundle would bring, compared with what the municipality has. */
export async function planBundle(
  ctx: MunicipalContext,
  bundle: Bundle,
): Promise<Pick<BundlePlan, 'definitions' | 'codes'>> {
  await mustEdit(ctx);
  const definitions = [];
  for (const definition of (await fitBundle(ctx, bundle)).definitions)
    definitions.push(await planDefinition(ctx, definition));
  const codes = [];
  for (const code of bundle.codes) codes.push(await planCode(ctx, code));
  return { definitions, codes };
}

/** The bundle with the sections that its forms share pinned to this city's versions, which have other numbers than those of the city that it comes from. */
async function fitBundle(ctx: MunicipalContext, bundle: Bundle): Promise<Bundle> {
  const readable = (key: string) => {
    const bundled = bundle.definitions.find((each) => each.kind === 'form' && each.key === key);
    const form = bundled && checkShape('form', bundled.body, ctx.language).length === 0 ? readForm(bundled.body) : null;
    return form ?? undefined;
  };
  const definitions = [];
  for (const definition of bundle.definitions) {
    const form = definition.kind === 'form' ? readable(definition.key) : undefined;
    definitions.push(form ? { ...definition, body: { ...(await pinHere(ctx, form, readable)) } } : definition);
  }
  return { ...bundle, definitions };
}

async function planDefinition(
  ctx: MunicipalContext,
  { kind, key, body }: BundledDefinition,
): Promise<BundlePlan['definitions'][number]> {
  const draft = await findDraft(ctx, kind, key);
  const newest = await readDefinitionOf(ctx.db, ctx.municipality.id, kind, key);
  const here = draft ? bodyOf(draft) : newest ? (readBody(newest) as Body) : null;
  const isSame = here !== null && hashBody(here) === hashBody(body);
  return {
    kind,
    key,
    name: nameIn(ctx, body) ?? key,
    standing: here === null ? 'new' : isSame ? 'same' : 'changed',
    version: draft?.version ?? 0,
    draft: draft ? { savedAt: draft.saved_at, savedBy: draft.saver ?? '' } : null,
    differences: here === null || isSame ? [] : await compare(ctx, kind, here, body),
  };
}

function nameIn({ language }: MunicipalContext, { texts }: Body): string | undefined {
  const inLanguages = texts as Record<string, { name?: unknown } | undefined> | undefined;
  const name = inLanguages?.[language]?.name ?? inLanguages?.['ja']?.name;
  return typeof name === 'string' ? name : undefined;
}

/** Null where one of the two cannot be told in words: a draft may be anything, and so may what is in a file. */
async function compare(
  ctx: MunicipalContext,
  kind: BundledDefinition['kind'],
  before: Body,
  after: Body,
): Promise<Difference[] | null> {
  for (const body of [before, after])
    if (
      checkShape(kind, body, ctx.language).length > 0 ||
      ((await slots[kind].checkComparable?.(ctx, body)) ?? []).length > 0
    )
      return null;
  return slots[kind].compare(ctx, before, after);
}

async function planCode(ctx: MunicipalContext, code: BundledCode): Promise<BundlePlan['codes'][number]> {
  const list = codeList.safeParse(code.list).data;
  const written = ctx.language === 'en' && code.nameEn ? code.nameEn : code.nameJa;
  const name = list
    ? codeName({ list, key: code.key, name_ja: code.nameJa, name_en: code.nameEn }, ctx.language)
    : written;
  const planned = { list: code.list, key: code.key, name };
  if (!list || !z.array(codeMark).safeParse(code.marks).success)
    return { ...planned, standing: 'unknown', version: 0, here: null };
  const here = (await codesOf(ctx, list)).find((entry) => entry.key === code.key);
  return {
    ...planned,
    standing: !here ? 'new' : here.retired_at !== null ? 'retired' : isAs(here, code) ? 'same' : 'changed',
    version: here?.version ?? 0,
    here: here ? codeName(here, ctx.language) : null,
  };
}

const isAs = (here: Readonly<CodeEntryRow>, code: BundledCode): boolean =>
  here.name_ja === code.nameJa && here.name_en === code.nameEn && joinMarks(here, code).length === marksIn(here).length;

/** A bundle takes no mark away: an older release knew fewer of them. Where councils stand is each city's own. */
const joinMarks = (here: Readonly<CodeEntryRow>, code: BundledCode): string[] =>
  here.list === 'area-kind' ? marksIn(here) : [...new Set([...marksIn(here), ...code.marks])];

/**
 * Makes what was chosen of a bundle open drafts, in place of those that were seen, and adds or renames entries of code lists;
 * nothing that is in force changes. Throws `invalid` for what the bundle does not hold, and `stale` where somebody was first.
 */
export async function takeBundle(
  ctx: MunicipalContext,
  bundle: Bundle,
  { definitions, codes }: Omit<BundleInput, 'fileId'>,
): Promise<z.infer<typeof contract.bundleTaken>> {
  await mustEdit(ctx);
  const notIn = (path: string, name: string) =>
    invalid([{ path, code: 'unknown', message: say(ctx.language, 'bundles.notIn', { name }) }]);
  const added = new Map<CodeList, string[]>();
  for (const [index, { list, key, version }] of codes.entries()) {
    const code = bundle.codes.find((each) => each.list === list && each.key === key);
    if (!code) throw notIn(`/codes/${index}`, `${list}/${key}`);
    const here = (await codesOf(ctx, list)).find((entry) => entry.key === key);
    const { nameJa, nameEn, marks } = code;
    if (version === 0 || !here) {
      // A city has the kind of its whole municipality already.
      const fit = marks.filter((mark) => mark !== 'top');
      await createCodeEntry(ctx, list, { key, nameJa, nameEn, marks: fit });
      added.set(list, [...(added.get(list) ?? []), key]);
    } else {
      const joined = { nameJa, nameEn, marks: joinMarks(here, code), retired: false };
      await changeCodeEntry(ctx, list, here.id, version, joined);
    }
  }
  for (const [list, keys] of added) await placeCodes(ctx, list, keys, bundle.codes);
  const fitted = await fitBundle(ctx, bundle);
  for (const [index, { kind, key, version }] of definitions.entries()) {
    const definition = fitted.definitions.find((each) => each.kind === kind && each.key === key);
    if (!definition) throw notIn(`/definitions/${index}`, `${kind}/${key}`);
    await storeDraft(ctx, kind, key, version, { body: definition.body });
  }
  const { id, name } = ctx.municipality;
  const taken = { definitions: definitions.length, codes: codes.length };
  await audit(ctx, 'bundle.take', { kind: 'municipality', id, title: name }, { counts: taken });
  return taken;
}

/** Puts new entries of a list where they stand in the bundle: each behind what it follows there and the city has too. What is behind moves on. */
async function placeCodes(
  ctx: MunicipalContext,
  list: CodeList,
  added: readonly string[],
  codes: readonly BundledCode[],
): Promise<void> {
  const inBundle = codes.filter((code) => code.list === list).toSorted((a, b) => a.position - b.position);
  const entries = await listCodeEntries(ctx.db, ctx.municipality.id, list);
  const ordered = entries.filter(({ key }) => !added.includes(key));
  let before: string | undefined;
  for (const { key } of inBundle) {
    const entry = added.includes(key) ? entries.find((candidate) => candidate.key === key) : undefined;
    if (entry) {
      const isFollowed = (candidate: CodeEntryRow): boolean =>
        before === undefined ? marksIn(candidate).includes('top') : candidate.key === before;
      ordered.splice(ordered.findIndex(isFollowed) + 1, 0, entry);
    }
    if (ordered.some((candidate) => candidate.key === key)) before = key;
  }
  let last = -1;
  const placed = ordered.map((entry) => {
    // New ones came in last, which is no place of theirs.
    last = added.includes(entry.key) ? last + 1 : Math.max(last + 1, entry.position);
    return { entry, position: last };
  });
  // From the end on: nothing passes another that stays.
  for (const { entry, position } of placed.toReversed())
    if (entry.position !== position) await changeCodeEntry(ctx, list, entry.id, entry.version, { position });
}
