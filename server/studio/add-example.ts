import { tidyScore } from '../../rules/index.ts';
import type { Decision, RuleExample, RuleSet } from '../../rules/types.ts';
import { readCaseOfDecision, type NumberedCase } from '../decisions/cases-store.ts';
import { mustEdit } from '../decisions/may.ts';
import { modelOf } from '../decisions/models.ts';
import { knownFacts } from '../decisions/run-cases.ts';
import { readDecision } from '../decisions/store.ts';
import { storedDecision } from '../decisions/stored-decision.ts';
import { definitionById, definitionInForce, writtenDefinition } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { notFound } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { bodyOf, findDraft, storeDraft } from './draft.ts';

/**
 * Makes a stored decision an example of its rule set's open draft, begun from the version in force where there is none.
 * The example holds the facts that the rules may ask about, which name nobody, and is called after its day and place in
 * the log: titles and names stay behind. `record` is what it was decided about. Throws not-found.
 */
export async function addExample(
  ctx: MunicipalContext,
  decisionId: string,
  position: number,
): Promise<{
  key: string;
  version: number;
  index: number;
  example: RuleExample;
  record: { kind: string; id: string };
}> {
  await mustEdit(ctx);
  const decisionCase = await readCaseOfDecision(ctx.db, ctx.municipality.id, decisionId, position);
  if (!decisionCase) throw notFound();
  const decision = await readDecided(ctx, decisionCase);
  const draft = await findDraft(ctx, 'rules', decisionCase.rules_key);
  const inForce = draft ? null : await definitionInForce(ctx, 'rules', decisionCase.rules_key);
  // A draft may be wrong in places; its examples are only added to.
  const body: Partial<RuleSet> = draft
    ? bodyOf(draft)
    : inForce
      ? (await writtenDefinition(ctx, 'rules', inForce.id)).body
      : {};
  const examples = Array.isArray(body.examples) ? body.examples : [];
  const model = await modelOf(ctx, (await definitionById(ctx, 'rules', decisionCase.rules_id)).body);
  const name = say(ctx.language, 'rules.exampleName', { day: decisionCase.decided_on, number: examples.length + 1 });
  const { score, excluded } = decision;
  const example: RuleExample = {
    name,
    facts: knownFacts(model, decision.facts),
    expect: {
      outcomes: decision.outcomes.map((outcome) => outcome.type),
      ...(score === undefined ? {} : { score: tidyScore(score) }),
      ...(excluded === undefined ? {} : { excluded }),
    },
  };
  const version = await storeDraft(ctx, 'rules', decisionCase.rules_key, draft?.version ?? 0, {
    body: { ...body, examples: [...examples, example] },
  });
  return {
    key: decisionCase.rules_key,
    version,
    index: examples.length,
    example,
    record: { kind: decisionCase.record_kind, id: decisionCase.record_id },
  };
}

async function readDecided(ctx: MunicipalContext, decisionCase: NumberedCase): Promise<Decision> {
  const row = await readDecision(ctx.db, ctx.municipality.id, decisionCase.decision_id ?? '');
  if (!row) throw notFound();
  const decision = await storedDecision(ctx, row, decisionCase.position);
  if (!decision) throw notFound();
  return decision;
}
