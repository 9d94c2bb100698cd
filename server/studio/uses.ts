import type { z } from 'zod';
import { listFields } from '../../forms/index.ts';
import type { Form } from '../../forms/types.ts';
import type { Register } from '../../registers/types.ts';
import { checkRuleSet, modelOfRegister, usesOf } from '../../rules/index.ts';
import type { Issue, RuleSet } from '../../rules/types.ts';
import { pathOfComputed } from '../decisions/computed-facts.ts';
import { factsOfField, factType, listFeeds, modelsFedBy } from '../decisions/form-facts.ts';
import { mustRead } from '../decisions/may.ts';
import { ruleModels } from '../decisions/models.ts';
import { checkShape } from '../definitions/definition-shapes.ts';
import { listEveryVersion } from '../definitions/definitions.ts';
import { listDefinitions } from '../definitions/store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { say } from '../kernel/texts/index.ts';
import type * as contract from './contract.ts';
import { listDrafts } from './drafts-store.ts';

export type RuleUses = z.infer<typeof contract.ruleUses>;
type RuleUse = z.infer<typeof contract.ruleUse>;

/** A rule set in use: in force, published for a later day, or drafted. */
type InUse = {
  key: string;
  number: number | null;
  standing: RuleUse['standing'];
  body: RuleSet;
  uses: ReturnType<typeof usesOf>;
};

/** From this day on. Drafts that their check refuses are left out: what they ask is not certain yet. */
async function listInUse(ctx: MunicipalContext, day: string): Promise<InUse[]> {
  const rows = await listDefinitions(ctx.db, ctx.municipality.id, 'rules');
  const published = [...Map.groupBy(rows, (row) => row.key).values()].flatMap((versions) => {
    const current = versions.find((row) => row.effective_on <= day);
    return versions
      .filter((row) => row === current || (row.effective_on > day && row.number > (current?.number ?? 0)))
      .map((row): InUse => {
        const body = JSON.parse(row.body) as RuleSet;
        const standing = row.effective_on <= ctx.today ? 'in-force' : 'upcoming';
        return { key: row.key, number: row.number, standing, body, uses: usesOf(body) };
      });
  });
  const models = await ruleModels(ctx);
  const drafts = (await listDrafts(ctx.db, ctx.municipality.id, 'rules')).flatMap((draft): InUse[] => {
    const body: unknown = JSON.parse(draft.body);
    if (checkShape('rules', body, ctx.language).length > 0 || checkRuleSet(body, models).length > 0) return [];
    // Checked just now.
    const ruleSet = body as RuleSet;
    return [{ key: draft.key, number: null, standing: 'draft', body: ruleSet, uses: usesOf(ruleSet) }];
  });
  return [...published, ...drafts];
}

function useOf(ctx: MunicipalContext, reader: InUse, facts: string[]): RuleUse[] {
  const names = new Set(facts.flatMap((fact) => reader.uses.rules[fact] ?? []));
  if (names.size === 0) return [];
  const inWords = (texts: { ja: { name?: string }; en?: { name?: string } } | undefined, key: string): string =>
    texts?.[ctx.language]?.name ?? texts?.ja.name ?? key;
  const rules = reader.body.rules
    .filter((rule) => names.has(rule.name))
    .map((rule) => ({ name: rule.name, title: inWords(rule.texts, rule.name) }));
  return [
    {
      key: reader.key,
      name: inWords(reader.body.texts, reader.key),
      number: reader.number,
      standing: reader.standing,
      rules,
    },
  ];
}

/** Which rules use which fact, and which form field feeds which rule sets. Facts and fields that nobody uses are there too. */
export async function readUses(ctx: MunicipalContext): Promise<RuleUses> {
  mustRead(ctx);
  const inUse = await listInUse(ctx, ctx.today);
  const usedIn = (model: string, facts: string[]): RuleUse[] =>
    inUse.filter((reader) => reader.body.factModel === model).flatMap((reader) => useOf(ctx, reader, facts));
  const models = Object.values(await ruleModels(ctx));
  const feeds = await listFeeds(ctx);
  const fields = new Map<string, RuleUses['fields'][number]>();
  for (const { body: form } of await listEveryVersion(ctx, 'form'))
    for (const field of listFields(form))
      for (const model of modelsFedBy(feeds, form)) {
        const facts = factsOfField(feeds, model, form, field);
        if (facts.length === 0) continue;
        const place = `${form.key} ${field.path}`;
        const use = fields.get(place) ?? {
          form: form.key,
          field: field.path,
          label: field.label,
          facts: [],
          used: [],
        };
        fields.set(place, use);
        const others = facts.filter((fact) => !use.facts.includes(fact));
        if (others.length === 0) continue;
        use.facts.push(...others);
        use.used.push(
          ...models
            .filter((fed) => modelsFedBy(feeds, form).includes(fed.key))
            .flatMap((fed) => usedIn(fed.key, others)),
        );
      }
  return {
    facts: models.flatMap((model) =>
      model.facts.map((fact) => ({
        model: model.key,
        path: fact.path,
        label: fact.label,
        used: usedIn(model.key, [fact.path]),
      })),
    ),
    fields: [...fields.values()],
  };
}

/** The rule sets that use facts of a form's fields from today on, by the field's path. Fields that none uses are left out. */
export async function readFieldUses(ctx: MunicipalContext, form: Form): Promise<Map<string, RuleUse[]>> {
  const feeds = await listFeeds(ctx);
  const fed = modelsFedBy(feeds, form);
  const inUse = (await listInUse(ctx, ctx.today)).filter((reader) => fed.includes(reader.body.factModel));
  return new Map(
    listFields(form).flatMap((field): [string, RuleUse[]][] => {
      const used = inUse.flatMap((reader) =>
        useOf(ctx, reader, factsOfField(feeds, reader.body.factModel, form, field)),
      );
      return used.length > 0 ? [[field.path, used]] : [];
    }),
  );
}

/**
 * Numbers that a new version of a register no longer has worked out and that rules ask: an issue each, as for fields. Without it a rule set that asks it
 * decides nothing, and its step is closed for all.
 */
export async function checkComputedInUse(
  ctx: MunicipalContext,
  before: Register,
  next: Register,
  { acknowledge, day }: { acknowledge: readonly string[]; day: string },
): Promise<Issue[]> {
  const kept = new Set((next.facts ?? []).map(({ key }) => key));
  const gone = (before.facts ?? []).filter(({ key }) => !kept.has(key) && !acknowledge.includes(placeOf(key)));
  if (gone.length === 0) return [];
  const model = modelOfRegister(before.key);
  const inUse = (await listInUse(ctx, day)).filter((reader) => reader.body.factModel === model);
  return gone.flatMap(({ key, text }): Issue[] => {
    const used = inUse.flatMap((reader) => useOf(ctx, reader, [pathOfComputed(key)]));
    if (used.length === 0) return [];
    const field = text[ctx.language] ?? text.ja;
    const message = say(ctx.language, 'rules.issue.fieldRemoved', {
      field,
      key: pathOfComputed(key),
      who: saidOf(ctx, used),
    });
    return [{ path: placeOf(key), code: 'field-removed', message }];
  });
}

/** By its key, since it is nowhere in the new version: what the studio acknowledges it by. */
const placeOf = (key: string): string => `/facts/${key}`;

const saidOf = (ctx: MunicipalContext, used: readonly RuleUse[]): string =>
  used
    .map((use) =>
      say(ctx.language, `rules.use.${use.standing}`, {
        name: use.name,
        number: use.number,
        rules: use.rules.map((rule) => rule.title).join(say(ctx.language, 'rules.and')),
      }),
    )
    .join(say(ctx.language, 'rules.and'));

/** What is asked of a field, for telling whether it was retyped. */
const shapeOf = (field: ReturnType<typeof listFields>[number] | undefined): string =>
  field ? `${field.type} ${factType(field) ?? ''}` : '';

/**
 * Fields that a new version of a form no longer has, or asks with another type, and that rules use: an issue each, which
 * names who uses it, unless `acknowledge` names the field.
 */
export async function checkFieldsInUse(
  ctx: MunicipalContext,
  before: Form,
  next: Form,
  { acknowledge, day }: { acknowledge: readonly string[]; day: string },
): Promise<Issue[]> {
  const fields = new Map(listFields(next).map((field) => [field.path, field]));
  const feeds = await listFeeds(ctx);
  const fed = modelsFedBy(feeds, before);
  const inUse = (await listInUse(ctx, day)).filter((reader) => fed.includes(reader.body.factModel));
  return listFields(before).flatMap((field): Issue[] => {
    const after = fields.get(field.path);
    if (shapeOf(field) === shapeOf(after) || acknowledge.includes(field.path)) return [];
    const used = inUse.flatMap((reader) =>
      useOf(ctx, reader, factsOfField(feeds, reader.body.factModel, before, field)),
    );
    if (used.length === 0) return [];
    const who = saidOf(ctx, used);
    return [
      {
        path: `/schema/properties/${field.path.replaceAll('.', '/properties/')}`,
        code: after ? 'field-retyped' : 'field-removed',
        message: say(ctx.language, after ? 'rules.issue.fieldRetyped' : 'rules.issue.fieldRemoved', {
          field: field.label[ctx.language] ?? field.label.ja,
          key: field.path,
          who,
        }),
      },
    ];
  });
}
