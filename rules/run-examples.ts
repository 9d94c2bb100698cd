import { checkFacts } from './check-facts.ts';
import { compileRuleSet, type CompiledDecision } from './compile/compile-rule-set.ts';
import { makeIssue, pointer } from './messages.ts';
import { compareScores } from './points.ts';
import type { FactModel, Issue, Language, RuleSet } from './types.ts';

/** Decides each example of a checked rule set and tells which do not come out as they say. Throws `InvalidRuleSet`. */
export function runExamples(ruleSet: RuleSet, model: FactModel, language: Language = 'ja'): Issue[] {
  const decide = compileRuleSet(ruleSet, model);
  return (ruleSet.examples ?? []).flatMap((example, index): Issue[] => {
    const path = `/examples/${index}`;
    const unfit = checkFacts(model, example.facts, language);
    if (unfit.length > 0) return unfit.map((issue) => ({ ...issue, path: `${path}/facts${issue.path}` }));
    const decision = decide(example.facts);
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
  });
}

const isSame = (expected: unknown, actual: unknown): boolean =>
  typeof expected === 'number' && typeof actual === 'number'
    ? compareScores(expected, actual) === 0
    : JSON.stringify(expected) === JSON.stringify(actual);

function read(decision: CompiledDecision, name: 'outcomes' | 'score' | 'excluded'): unknown {
  return name === 'outcomes' ? decision.outcomes.map((outcome) => outcome.type) : decision[name];
}
