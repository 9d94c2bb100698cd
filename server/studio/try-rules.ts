import { checkFacts, decide, explain } from '../../rules/index.ts';
import type { Facts, RuleSet } from '../../rules/types.ts';
import type { Explanation } from '../decisions/decide.ts';
import { tellFacts } from '../decisions/form-facts.ts';
import { mustRead } from '../decisions/may.ts';
import { modelOf, nameTypes, ruleModels } from '../decisions/models.ts';
import { checkFactSize } from '../definitions/definition-limits.ts';
import { definitionById, definitionInForce, type Definition } from '../definitions/definitions.ts';
import { readDefinitionNumber } from '../definitions/store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { invalid, notFound } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { audienceOfRecord } from '../records/audience-of.ts';
import { unpublished } from './back-tests.ts';
import { checkUnsaved } from './check.ts';
import { bodyOf, findDraft, partsOf } from './draft.ts';
import { listSubjects, readSubjectFacts, type NamedSubject, type Subject } from './subjects.ts';

export type TryInput = {
  body?: Record<string, unknown> | undefined;
  number?: number | undefined;
  facts?: Record<string, unknown> | undefined;
  record?: Subject | undefined;
};

/**
 * What rules would say, without anything being stored: on facts that were typed in, or on a real record's as they are now.
 * A fact that is left out is unknown; one that does not fit is refused. The rules are the given `body`, a published
 * `number`, or else the open draft, or the version in force.
 */
export async function tryRules(
  ctx: MunicipalContext,
  key: string,
  input: TryInput,
): Promise<{ facts: Facts; explanation: Explanation }> {
  mustRead(ctx);
  const rules = await readRules(ctx, key, input);
  const model = await modelOf(ctx, rules.body);
  // Checked just below, whatever it is.
  // What the asker may not be told of a record its rules are not told either: they would find it out one by one.
  const facts = input.record
    ? await tellFacts(
        ctx,
        model.key,
        await readSubjectFacts(ctx, model, input.record),
        await audienceOfRecord(ctx, input.record),
      )
    : ((input.facts ?? {}) as Facts);
  const tooLong = checkFactSize(facts, ctx.language);
  const issues =
    tooLong.length > 0
      ? tooLong
      : checkFacts(model, facts, ctx.language).filter((issue) => issue.code !== 'missing-fact');
  if (issues.length > 0)
    throw invalid(issues.map(({ path, code, message }) => ({ path: `/facts${path}`, code, message })));
  const decision = await decide(rules.body, facts, model, { allowMissing: true });
  const texts = rules.body.texts[ctx.language] ?? rules.body.texts.ja;
  return {
    facts,
    explanation: {
      decisionId: null,
      decidedAt: null,
      ruleSet: { key, name: texts.name, number: rules.number },
      ...explain(decision, rules.body, await nameTypes(ctx, model), ctx.language),
    },
  };
}

async function readRules(ctx: MunicipalContext, key: string, { body, number }: TryInput): Promise<Definition<'rules'>> {
  if (number !== undefined) {
    const row = await readDefinitionNumber(ctx.db, ctx.municipality.id, 'rules', key, number);
    if (!row)
      throw invalid([
        { path: '/number', code: 'unknown', message: say(ctx.language, 'rules.issue.number', { number }) },
      ]);
    return definitionById(ctx, 'rules', row.id);
  }
  const draft = body ? undefined : await findDraft(ctx, 'rules', key);
  const given = body ?? (draft ? bodyOf(draft) : undefined);
  if (given) {
    const rules = { ...given, key };
    const { issues } = await checkUnsaved(ctx, rules);
    if (issues.length > 0) throw invalid(issues.map((issue) => ({ ...issue, path: `/body${issue.path}` })));
    // Checked just now.
    return unpublished(ctx, key, rules as Record<string, unknown> as RuleSet);
  }
  const inForce = await definitionInForce(ctx, 'rules', key);
  if (!inForce) throw notFound();
  return inForce;
}

/** Records that a rule set can be tried on. */
export async function readSubjects(ctx: MunicipalContext, key: string, q: string): Promise<NamedSubject[]> {
  mustRead(ctx);
  const draft = await findDraft(ctx, 'rules', key);
  const body = (await definitionInForce(ctx, 'rules', key))?.body ?? (draft ? partsOf(draft) : undefined);
  if (!body) throw notFound();
  const { factModel = '' } = body;
  // A draft may name a model that there is not: there is nothing to try it on.
  const model = (await ruleModels(ctx))[factModel];
  return model ? listSubjects(ctx, model, q) : [];
}
