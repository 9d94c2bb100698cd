import { z } from 'zod';
import type { Language, RuleSet, Text } from '../../rules/types.ts';
import { commonWords } from '../../workflows/check-turns.ts';
import { listStates } from '../../workflows/edit.ts';
import type { Workflow } from '../../workflows/types.ts';
import { mustRead } from '../decisions/may.ts';
import { definitionsInForce, readBody } from '../definitions/definitions.ts';
import { listDefinitions } from '../definitions/store.ts';
import { effectOf, mayAsk, type EffectDeclaration } from '../effects/effect.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { notFound } from '../kernel/errors.ts';
import { askedBy, listRequires } from '../records/record-kind.ts';
import { codeName } from '../settings/codes/code-entries.ts';
import { codesOf } from '../settings/codes/kept-codes.ts';
import { stepChoices } from '../settings/municipality/practice.ts';
import type * as contract from './contract.ts';

type Offers = z.infer<typeof contract.lifecycleOffers>;

/**
 * What the editor of a lifecycle can choose from, by what its kind of record offers: the city's forms and rule sets that fit its steps, effects with what
 * they are told, marks of steps and tags of states, and what turns may say. Throws not found where no version of the lifecycle was published.
 */
export async function readLifecycleOffers(ctx: MunicipalContext, key: string): Promise<Offers> {
  mustRead(ctx);
  const rows = await listDefinitions(ctx.db, ctx.municipality.id, 'workflow');
  const row = rows.find((candidate) => candidate.key === key);
  if (!row) throw notFound();
  const { subject } = readBody(row) as Workflow;
  const { stepForms, stepModels } = askedBy(ctx, subject);
  const required = listRequires(ctx.kinds, subject)[subject];
  const [forms, ruleSets, workflows] = [
    await definitionsInForce(ctx, 'form'),
    await definitionsInForce(ctx, 'rules'),
    (await definitionsInForce(ctx, 'workflow')).map(({ body }) => body).filter((body) => body.subject === subject),
  ];
  const nameOf = (texts: { ja: { name: string }; en?: { name: string } }): string =>
    (texts[ctx.language] ?? texts.ja).name;
  const inWords = (text: Text): string => text[ctx.language] ?? text.ja;
  const steps = workflows.flatMap((workflow) => Object.values(workflow.steps));
  const states = workflows.flatMap((workflow) => listStates(workflow));
  const { marks = {}, tags = {}, words = [], days = [] } = required ?? {};
  const tellCarried = (names: string[], why: Record<string, Text>, carriers: (name: string) => string[]) =>
    [...new Set([...Object.keys(why), ...names])].map((name) => ({
      key: name,
      why: why[name] ? inWords(why[name]) : null,
      named: [...new Set(carriers(name))],
    }));
  return {
    forms: forms
      .filter(({ body }) => stepForms.includes(body.purpose))
      .map(({ body }) => ({ key: body.key, name: (body.texts[ctx.language] ?? body.texts.ja).name })),
    rules: ruleSets
      .filter(({ body }) => body.purpose === 'step' && stepModels.includes(body.factModel))
      .map(({ body }) => ({ key: body.key, name: nameOf(body.texts), reasons: listReasons(body, ctx.language) })),
    effects: await listEffects(ctx, subject),
    marks: tellCarried(
      steps.flatMap(({ does }) => does ?? []),
      marks,
      (name) => steps.filter(({ does }) => does === name).map(({ texts }) => nameOf(texts)),
    ),
    tags: tellCarried(
      states.flatMap((state) => state.tags),
      tags,
      (name) => states.filter((state) => state.tags.includes(name)).map(({ notes }) => nameOf(notes.texts)),
    ),
    words: [...commonWords, ...words],
    days: [...days],
    choices: Object.entries(stepChoices).map(([name, values]) => ({ name, values: [...values] })),
  };
}

/** What somebody is told whom the rule set does not let go on. */
function listReasons({ rules, otherwise }: RuleSet, language: Language): string[] {
  const closed = [...rules.filter(({ event, disabled }) => event.type !== 'allow' && !disabled), otherwise];
  return closed.flatMap((said) => said?.texts?.[language]?.reason ?? said?.texts?.ja.reason ?? []);
}

async function listEffects(ctx: MunicipalContext, subject: string): Promise<Offers['effects']> {
  const effects: Offers['effects'] = [];
  for (const type of Object.keys(ctx.effectTypes)) {
    const effect = effectOf(ctx, type);
    if (effect && mayAsk(effect, subject)) effects.push(await tellEffect(ctx, effect));
  }
  return effects;
}

async function tellEffect(ctx: MunicipalContext, effect: EffectDeclaration): Promise<Offers['effects'][number]> {
  const { type, params, codes, reads } = effect;
  const offered: Offers['effects'][number]['params'] = [];
  for (const [name, shape] of Object.entries(params.shape)) {
    const list = codes[name];
    const entries = list === undefined ? [] : await codesOf(ctx, list);
    const kept = entries
      .filter((entry) => !entry.retired_at)
      .map((entry) => ({ value: entry.key, label: codeName(entry, ctx.language) }));
    offered.push({
      name,
      ...tellShape(shape as z.ZodType),
      ...(list === undefined ? {} : { kind: 'choice', choices: kept }),
    });
  }
  return { type, reads: [...reads], params: offered };
}

/** What can be chosen, by what a param's shape says in JSON Schema; `label` null: the client has the word for it. */
function tellShape(shape: z.ZodType): Omit<Offers['effects'][number]['params'][number], 'name'> {
  const needed = !shape.safeParse(undefined).success;
  const { type, enum: values, const: only } = z.toJSONSchema(shape, { unrepresentable: 'any', io: 'input' });
  const choices = values ?? (only === undefined ? undefined : [only]);
  if (choices)
    return { needed, kind: 'choice', choices: choices.map((value) => ({ value: String(value), label: null })) };
  const kind = type === 'boolean' ? 'flag' : type === 'string' ? 'text' : 'other';
  return { needed, kind, choices: [] };
}
