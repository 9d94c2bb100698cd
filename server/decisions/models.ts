import type { Audience } from '../../forms/types.ts';
import { subjectOf } from '../../registers/index.ts';
import { factModels, nameChoices, recordModel, registerOfModel, tiesFact } from '../../rules/index.ts';
import type { FactDeclaration, FactModel, RuleSet, Text } from '../../rules/types.ts';
import { definitionsInForce, listEveryVersion } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { recall } from '../kernel/memory.ts';
import { say, wordsOfTurn } from '../kernel/texts/index.ts';
import { serviceTypeNames } from '../settings/codes/service-types.ts';
import { computedFacts, pathOfComputed } from './computed-facts.ts';
import { hideFacts, listFormFacts, namedChoices } from './form-facts.ts';

/** Every fact model of this municipality, its registers' too: the server's own facts, and those of its forms' fields. */
export async function ruleModels(ctx: MunicipalContext): Promise<Record<string, FactModel>> {
  const models: Record<string, FactModel> = {};
  for (const model of [...Object.values(factModels), ...(await modelsOfRegisters(ctx))])
    models[model.key] = await withForms(ctx, model);
  return models;
}

/** The fact model that a rule set reads. Throws an ordinary error for one that there is not: it was checked before it was stored. */
export async function modelOf(ctx: MunicipalContext, ruleSet: Pick<RuleSet, 'key' | 'factModel'>): Promise<FactModel> {
  const model = Object.hasOwn(factModels, ruleSet.factModel)
    ? factModels[ruleSet.factModel]
    : (await modelsOfRegisters(ctx)).find(({ key }) => key === ruleSet.factModel);
  if (!model) throw new Error(`rule set ${ruleSet.key} asks for the unknown fact model ${ruleSet.factModel}`);
  return withForms(ctx, model);
}

/** The models of the records of every register that there is, whether it is in force already or not. */
const modelsOfRegisters = (ctx: MunicipalContext): Promise<FactModel[]> =>
  recall(ctx, `models of registers ${wordsOfTurn()}`, async () => {
    // Of each the newest version.
    const registers = [...Map.groupBy(await listEveryVersion(ctx, 'register'), ({ key }) => key).values()].flatMap(
      ([newest]) => newest?.body ?? [],
    );
    const known = computedFacts(ctx);
    return registers.map((body): FactModel => {
      const { key, texts } = body;
      const model = recordModel(key, {
        ja: say('ja', 'records.model', { name: texts.ja.name }),
        en: say('en', 'records.model', { name: (texts.en ?? texts.ja).name }),
      });
      const ties = registers.map(({ key: other, texts: { ja, en } }) =>
        tiesFact(subjectOf(other), {
          ja: say('ja', 'records.tied', { name: ja.many }),
          en: say('en', 'records.tied', { name: (en ?? ja).many }),
        }),
      );
      const computed = (body.facts ?? []).map((fact): FactDeclaration => ({
        path: pathOfComputed(fact.key),
        type: 'integer',
        label: fact.text,
        ...(Object.hasOwn(known, fact.from) ? { unit: known[fact.from]?.unit } : {}),
        origin: 'computed',
        optional: true,
      }));
      return { ...model, facts: [...model.facts, ...ties, ...computed] };
    });
  });

async function withForms(ctx: MunicipalContext, model: FactModel): Promise<FactModel> {
  const fields = await listFormFacts(ctx, model.key);
  return fields.length === 0
    ? model
    : { ...model, facts: [...model.facts, ...fields.map((field) => field.declaration)] };
}

/** A model with the municipality's own words for service types, and its workflows' for states and stages, for showing. Not for deciding: see `nameChoices`. */
export async function nameTypes(ctx: MunicipalContext, model: FactModel): Promise<FactModel> {
  if (model.key === 'council') return nameChoices(model, await rememberWords(ctx, 'council', 'council'));
  const register = registerOfModel(model.key);
  if (register !== null)
    return nameChoices(model, {
      ...(await namedChoices(ctx, model.key)),
      ...(await rememberWords(ctx, subjectOf(register), 'record')),
    });
  if (model.key !== 'need-service') return model;
  const ja = await serviceTypeNames(ctx, 'ja');
  const en = await serviceTypeNames(ctx, 'en');
  const types = [...ja].map(([value, name]) => ({ value, text: { ja: name, en: en.get(value) ?? name } }));
  return nameChoices(model, { 'need.types': types, 'service.type': types });
}

type Words = Record<string, { value: string; text: Text }[]>;
const remembered = new WeakMap<MunicipalContext, Map<string, Promise<Words>>>();

/** `standingWords`, asked once a request: a page explains many decisions. */
function rememberWords(ctx: MunicipalContext, subject: string, facts: 'council' | 'record'): Promise<Words> {
  const ofRequest = remembered.get(ctx) ?? new Map<string, Promise<Words>>();
  remembered.set(ctx, ofRequest);
  const known = ofRequest.get(subject) ?? standingWords(ctx, subject, facts);
  ofRequest.set(subject, known);
  return known;
}

/** The states and stages of every workflow that a record may begin or may have begun; of workflows that name one differently, what is in force counts. */
async function standingWords(ctx: MunicipalContext, subject: string, facts: 'council' | 'record'): Promise<Words> {
  const offered = await definitionsInForce(ctx, 'workflow');
  const bodies = [...offered, ...(await listEveryVersion(ctx, 'workflow'))]
    .map(({ body }) => body)
    .filter((body) => body.subject === subject);
  const states = new Map<string, Text>();
  const stages = new Map<string, Text>();
  for (const body of bodies) {
    for (const [key, { texts }] of Object.entries(body.states))
      if (!states.has(key)) states.set(key, { ja: texts.ja.name, ...(texts.en ? { en: texts.en.name } : {}) });
    for (const { key, text } of body.stages ?? []) if (!stages.has(key)) stages.set(key, text);
  }
  const list = (words: Map<string, Text>) => [...words].map(([value, text]) => ({ value, text }));
  return bodies.length === 0 ? {} : { [`${facts}.state`]: list(states), [`${facts}.stage`]: list(stages) };
}

/** The model of a rule set for showing decisions about a record to this audience of it. */
export const namedModelOf = async (
  ctx: MunicipalContext,
  ruleSet: Pick<RuleSet, 'key' | 'factModel'>,
  audience: Audience,
): Promise<FactModel> => hideFacts(ctx, await nameTypes(ctx, await modelOf(ctx, ruleSet)), audience);
