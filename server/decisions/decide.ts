import type { z } from 'zod';
import type { Audience } from '../../forms/types.ts';
import {
  decide,
  explain,
  listFactsAsked,
  type Decision,
  type FactModel,
  type Facts,
  type RuleSet,
} from '../../rules/index.ts';
import { definitionById, definitionInForce, type Definition } from '../definitions/definitions.ts';
import type * as contract from '../http/contract.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { notFound } from '../kernel/errors.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import { hideFacts, readFormFacts } from './form-facts.ts';
import { keepCases } from './keep-cases.ts';
import { modelOf, namedModelOf, nameTypes } from './models.ts';
import { insertDecision, readDecision, type DecisionRow } from './store.ts';

export type Explanation = z.infer<typeof contract.explanation>;

/** A decision just made, not stored yet. */
export type MadeDecision = { rules: Definition<'rules'>; model: FactModel; decision: Decision };

/** What is known of a record for a rule set of a fact model. */
export type FactsOf = (model: FactModel, rules: RuleSet) => Promise<Facts>;

/**
 * The facts of one record, read once for each model however many rule sets ask. What its forms say is read only where rules ask it
 * (`asked`), or always (`all`), where the decision is stored: it is tried on other rules later.
 */
export function readFacts(
  ctx: MunicipalContext,
  recordId: string,
  facts: (model: string) => Promise<Facts>,
  ofForms: 'asked' | 'all',
): FactsOf {
  const known = new Map<string, Promise<Facts>>();
  const once = (key: string, read: () => Promise<Facts>): Promise<Facts> => {
    const facts = known.get(key) ?? read();
    known.set(key, facts);
    return facts;
  };
  return async (model, rules) => {
    const wanted = ofForms === 'asked' ? new Set(listFactsAsked(rules)) : null;
    const forms = model.facts.some(({ origin, path }) => origin === 'form' && (wanted === null || wanted.has(path)));
    return {
      ...(forms
        ? await once(`${model.key} forms`, async () => (await readFormFacts(ctx, model, [recordId]))(recordId))
        : {}),
      ...(await once(model.key, () => facts(model.key))),
    };
  };
}

/** Decides about a record by the rule set of this key that is in force today; what its forms say is known too. Throws an ordinary error where there is none: whoever names it was checked when it was uploaded. */
export async function decideByRuleSet(ctx: MunicipalContext, key: string, factsOf: FactsOf): Promise<MadeDecision> {
  const rules = await definitionInForce(ctx, 'rules', key);
  if (!rules) throw new Error(`no rule set ${key} in force`);
  const model = await modelOf(ctx, rules.body);
  return { rules, model, decision: await decide(rules.body, await factsOf(model, rules.body), model) };
}

/** Does the decision of a step's rule set open the step? */
export const allows = ({ decision }: MadeDecision): boolean => decision.outcomes[0]?.type === 'allow';

/** Keeps a decision beside a record, and as a case; answers its id. `subject`: the service type that it was about as well. */
export async function storeDecision(
  ctx: MunicipalContext,
  record: { kind: RecordKind; id: string },
  made: MadeDecision,
  subject = '',
): Promise<string> {
  const id = ctx.newId();
  await insertDecision(ctx.db, {
    id,
    municipality_id: ctx.municipality.id,
    rules_id: made.rules.id,
    record_kind: record.kind,
    record_id: record.id,
    decision: JSON.stringify(made.decision),
    decided_at: ctx.now,
  });
  await keepCases(ctx, made, [{ record, subject, decision: made.decision, decisionId: id }]);
  return id;
}

/** A decision just made, in the asker's words, with the values that the asker, being this audience of its record, may be told. */
export const explainMade = async (
  ctx: MunicipalContext,
  { rules, model, decision }: MadeDecision,
  audience: Audience,
): Promise<Explanation> =>
  inWords(ctx, { rules, model: await hideFacts(ctx, await nameTypes(ctx, model), audience), decision });

function inWords(
  ctx: MunicipalContext,
  { rules, model, decision }: MadeDecision,
  stored?: { id: string; decidedAt: string },
): Explanation {
  const texts = rules.body.texts[ctx.language] ?? rules.body.texts.ja;
  return {
    decisionId: stored?.id ?? null,
    decidedAt: stored?.decidedAt ?? null,
    ruleSet: { key: rules.key, name: texts.name, number: rules.number },
    ...explain(decision, rules.body, model, ctx.language),
  };
}

/** A stored decision in the asker's words, with the very version of the rules that made it. */
export async function explainDecision(
  ctx: MunicipalContext,
  row: Pick<DecisionRow, 'id' | 'rules_id' | 'decision' | 'decided_at'>,
  audience: Audience,
): Promise<Explanation> {
  const rules = await definitionById(ctx, 'rules', row.rules_id);
  return inWords(
    ctx,
    { rules, model: await namedModelOf(ctx, rules.body, audience), decision: JSON.parse(row.decision) as Decision },
    { id: row.id, decidedAt: row.decided_at },
  );
}

/** The same by id; throws not-found. */
export async function explainDecisionById(ctx: MunicipalContext, id: string, audience: Audience): Promise<Explanation> {
  const row = await readDecision(ctx.db, ctx.municipality.id, id);
  if (!row) throw notFound();
  return explainDecision(ctx, row, audience);
}
