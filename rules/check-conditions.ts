import { findDead } from './analyse/find-dead.ts';
import { prepare } from './analyse/work.ts';
import { checkRuleSet } from './check-rule-set.ts';
import { isObject } from './is-object.ts';
import type { Condition, FactDeclaration, FactModel, Issue, Language, RuleSet } from './types.ts';

/** A condition that stands in something else than a rule set. `whole`: with what must hold beside it, where it is looked at whether it can hold at all. */
export type PlacedCondition = { name: string; condition: Condition; whole?: Condition };

/** `path` is a place in the condition; `never` of one that no facts fulfil. */
export type ConditionIssue = Issue & { index: number };

/**
 * What is wrong with conditions over these facts, as `checkRuleSet` and `analyseRuleSet` say it of rules: what does not fit the facts, and (code `never-true`)
 * what can never hold.
 */
export function checkConditions(
  conditions: PlacedCondition[],
  facts: FactDeclaration[],
  language: Language = 'ja',
): ConditionIssue[] {
  const model: FactModel = { key: 'here', label: { ja: '' }, facts };
  const issues = conditions.flatMap(({ name, condition }, index) =>
    checkRuleSet(asRuleSet(name, condition), { here: model }, language).map((issue) => ({
      ...issue,
      index,
      path: placeIn(condition, issue.path),
    })),
  );
  const sound = conditions.map((_, index) => index).filter((index) => !issues.some((issue) => issue.index === index));
  const never = sound.flatMap((index) => {
    const { name, condition, whole } = conditions[index] as PlacedCondition;
    return [condition, ...(whole ? [whole] : [])].flatMap((each, round) =>
      listNever(name, each, model, language)
        .slice(0, 1)
        .map(({ code, message, path }) => ({ code, message, index, path: round === 0 ? placeIn(each, path) : '' })),
    );
  });
  return [...issues, ...never.filter((issue, at) => never.findIndex((other) => other.index === issue.index) === at)];
}

/** What `analyseRuleSet` says of a rule that never holds, without all that it finds out besides; over the facts that the condition asks about. */
function listNever(name: string, condition: Condition, { facts, ...model }: FactModel, language: Language): Issue[] {
  const paths = factsIn(condition);
  const few: FactModel = { ...model, facts: facts.filter(({ path }) => paths.has(path)) };
  const ruleSet = asRuleSet(name, condition);
  if (checkRuleSet(ruleSet, { here: few }, language).length > 0) return [];
  return findDead(prepare(ruleSet, few, language)).filter(({ code }) => code === 'never-true');
}

function factsIn(condition: Condition, paths = new Set<string>()): Set<string> {
  if ('condition' in condition) return paths;
  if ('not' in condition) return factsIn(condition.not, paths);
  if ('fact' in condition) {
    paths.add(condition.fact);
    if (isObject(condition.value) && typeof condition.value.fact === 'string') paths.add(condition.value.fact);
    return paths;
  }
  for (const part of 'all' in condition ? condition.all : condition.any) factsIn(part, paths);
  return paths;
}

const asRuleSet = (name: string, condition: Condition): RuleSet => ({
  key: 'here',
  purpose: 'watch',
  factModel: 'here',
  strategy: 'every',
  texts: { ja: { name } },
  rules: [{ name, conditions: 'fact' in condition ? { all: [condition] } : condition, event: { type: 'here' } }],
});

/** The place below the condition itself: one comparison by itself stands in no group here. */
const placeIn = (condition: Condition, path: string): string =>
  path.replace(/^\/rules\/0(\/conditions)?/, '').replace('fact' in condition ? /^\/all\/0/ : /^$/, '');
