import { checkFacts } from './check-facts.ts';
import { decide } from './decide.ts';
import { makeIssue, pointer } from './messages.ts';
import { isSameScore } from './points.ts';
import type { Decision, FactModel, Issue, Language, RuleExample, RuleSet } from './types.ts';

/** Decides each example of a checked rule set and tells which do not come out as they say. Rejects with `InvalidRuleSet`. */
export async function runExamples(ruleSet: RuleSet, model: FactModel, language: Language = 'ja'): Promise<Issue[]> {
  const issues = await Promise.all(
    (ruleSet.examples ?? []).map((example, index) =>
      runExample(example, `/examples/${index}`, ruleSet, model, language),
    ),
  );
  return issues.flat();
}

async function runExample(
  example: RuleExample,
  path: string,
  ruleSet: RuleSet,
  model: FactModel,
  language: Language,
): Promise<Issue[]> {
  const unfit = checkFacts(model, example.facts, language);
  if (unfit.length > 0) return unfit.map((issue) => ({ ...issue, path: `${path}/facts${issue.path}` }));
  const decision = await decide(ruleSet, example.facts, model);
  return (['outcomes', 'score', 'excluded'] as const)
    .map((name) => ({ name, expected: example.expect[name], actual: read(decision, name) }))
    .filter(({ expected, actual }) => expected !== undefined && !isSame(expected, actual))
    .map(({ name, expected, actual }) =>
      makeIssue(pointer(path, 'expect', name), 'example-failed', language, {
        name: example.name,
        expected: JSON.stringify(expected),
        actual: JSON.stringify(actual),
      }),
    );
}

const isSame = (expected: unknown, actual: unknown): boolean =>
  typeof expected === 'number' && typeof actual === 'number'
    ? isSameScore(expected, actual)
    : JSON.stringify(expected) === JSON.stringify(actual);

function read(decision: Decision, name: 'outcomes' | 'score' | 'excluded'): unknown {
  return name === 'outcomes' ? decision.outcomes.map((outcome) => outcome.type) : decision[name];
}
