import type { Form } from '../../forms/types.ts';
import type { Register } from '../../registers/types.ts';
import type { RuleSet } from '../../rules/types.ts';
import type { Workflow } from '../../workflows/types.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { notFound } from '../kernel/errors.ts';
import { recall } from '../kernel/memory.ts';
import { ownDefinition, wordsOfTurn } from '../kernel/texts/index.ts';
import {
  listDefinitions,
  listDefinitionsInForce,
  readDefinition,
  readDefinitionInForce,
  type DefinitionKind,
  type DefinitionRow,
} from './store.ts';
import { mergePatch } from './merge-patch.ts';
import { shippedTexts } from './shipped-texts.ts';

export type Bodies = { form: Form; rules: RuleSet; workflow: Workflow; register: Register };

/** One version of a form, a rule set, a workflow or a register. What was published never changes; the product may add to it (`supplement`). */
export type Definition<K extends DefinitionKind = DefinitionKind> = {
  id: string;
  municipalityId: string;
  kind: K;
  key: string;
  number: number;
  body: Bodies[K];
};

/** What a version says, with what the product has added to it since (`supplement`). */
export const readBody = (row: Pick<DefinitionRow, 'body' | 'supplement'>): unknown =>
  row.supplement === null ? JSON.parse(row.body) : mergePatch(JSON.parse(row.body), JSON.parse(row.supplement));

/** By id; what was added to a version since makes another of it, and so do the city's own words. */
const parsed = new Map<string, { definition: Definition; supplement: string | null; words: string | null }>();
const mostKept = 2000;

function toDefinition(row: DefinitionRow): Definition {
  const kept = parsed.get(row.id);
  const words = wordsOfTurn();
  if (kept && kept.supplement === row.supplement && kept.words === words) return kept.definition;
  if (parsed.size >= mostKept) parsed.clear();
  // Every body was checked by its own core before it was stored.
  const body = readBody(row) as Bodies[DefinitionKind];
  const definition: Definition = {
    id: row.id,
    municipalityId: row.municipality_id,
    kind: row.kind,
    key: row.key,
    number: row.number,
    body: words === null ? body : ownDefinition(body, shippedTexts(row)),
  };
  parsed.set(row.id, { definition, supplement: row.supplement, words });
  return definition;
}

const isKind = <K extends DefinitionKind>(definition: Definition, kind: K): definition is Definition & Definition<K> =>
  definition.kind === kind;

/** The version of a key in force today (the highest number effective by then); null when there is none. */
export async function definitionInForce<K extends DefinitionKind>(
  ctx: MunicipalContext,
  kind: K,
  key: string,
): Promise<Definition<K> | null> {
  return recall(ctx, `${kind} ${key}`, async () => {
    const row = await readDefinitionInForce(ctx.db, ctx.municipality.id, kind, key, ctx.today);
    const definition = row && toDefinition(row);
    return definition && isKind(definition, kind) ? definition : null;
  });
}

/** Every key's version in force today, by key. */
export async function definitionsInForce<K extends DefinitionKind>(
  ctx: MunicipalContext,
  kind: K,
): Promise<Definition<K>[]> {
  return recall(ctx, kind, async () =>
    (await listDefinitionsInForce(ctx.db, ctx.municipality.id, kind, ctx.today)).flatMap((row) => {
      const definition = toDefinition(row);
      return isKind(definition, kind) ? [definition] : [];
    }),
  );
}

/** Purposes of which one form serves, whichever key it has: a workflow or a kind names the others by their keys. */
const foundByPurpose = ['need-intake', 'proposal', 'report'] as const;
export type FoundPurpose = (typeof foundByPurpose)[number];
export const isFoundByPurpose = (purpose: unknown): boolean => foundByPurpose.some((known) => known === purpose);

/** The form in force today that serves this purpose; where several do, the one that was published last. Null: there is none. */
export async function formOfPurpose(ctx: MunicipalContext, purpose: FoundPurpose): Promise<Definition<'form'> | null> {
  const forms = (await definitionsInForce(ctx, 'form')).filter((form) => form.body.purpose === purpose);
  // Ids are ascending in time.
  return forms.toSorted((a, b) => b.id.localeCompare(a.id))[0] ?? null;
}

/** A version by its id, whatever is in force now. Throws not-found for another municipality's or another kind. */
export async function definitionById<K extends DefinitionKind>(
  ctx: MunicipalContext,
  kind: K,
  id: string,
): Promise<Definition<K>> {
  const definition = await recall(ctx, `definition ${id}`, async () => {
    const row = await readDefinition(ctx.db, id);
    return row ? toDefinition(row) : null;
  });
  if (!definition || definition.municipalityId !== ctx.municipality.id || !isKind(definition, kind)) throw notFound();
  return definition;
}

/** A version as it was written, for who goes on writing: not in the city's own words. Throws as `definitionById` does. */
export async function writtenDefinition<K extends DefinitionKind>(
  ctx: MunicipalContext,
  kind: K,
  id: string,
): Promise<Definition<K>> {
  const definition = await definitionById(ctx, kind, id);
  if (wordsOfTurn() === null) return definition;
  const row = await readDefinition(ctx.db, id);
  // It was there a moment ago, and versions stay.
  return row ? { ...definition, body: readBody(row) as Bodies[K] } : definition;
}

/** Every version of every key, keys in order, newest version first: records stay with the workflow, and answers with the form, that they began with. */
export const listEveryVersion = <K extends DefinitionKind>(ctx: MunicipalContext, kind: K): Promise<Definition<K>[]> =>
  recall(ctx, `every ${kind}`, async () =>
    (await listDefinitions(ctx.db, ctx.municipality.id, kind)).flatMap((row) => {
      const definition = toDefinition(row);
      return isKind(definition, kind) ? [definition] : [];
    }),
  );
