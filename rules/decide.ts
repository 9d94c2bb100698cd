import { Engine } from 'json-rules-engine';
import { checkFacts, readFact } from './check-facts.ts';
import { checkRuleSet } from './check-rule-set.ts';
import { InvalidFacts, InvalidRuleSet } from './errors.ts';
import { readPoints, scalePoints } from './points.ts';
import { simplifyOperator } from './operators.ts';
import { ownOperators } from './own-operators.ts';
import type {
  Condition,
  ConditionResult,
  Decision,
  FactModel,
  Facts,
  Held,
  Rule,
  RuleResult,
  RuleSet,
} from './types.ts';

type FactCondition = Extract<Condition, { fact: string }>;
type Answer = { result: boolean; factResult: unknown; valueResult: unknown };

/** A rule's conditions with the named ones put in; `index` finds a leaf's answer. */
type Node =
  | { kind: 'all' | 'any' | 'not'; name?: string; children: Node[] }
  | { kind: 'fact'; condition: FactCondition; index: number };

export type DecideOptions = {
  /** Treat required facts without a value as `unknown` too, instead of refusing to decide. */
  allowMissing?: boolean;
};

/**
 * What follows from facts, and why: every condition of every enabled rule with its result, also those that could not
 * change the outcome. A condition about an absent fact is `unknown`; so is a group or rule that hangs on it
 * (unknown or held = held, not unknown = unknown), and an unknown rule never counts as held.
 *
 * Rejects with `InvalidFacts` when the facts do not fit the model, and with `InvalidRuleSet` when the rule set is not in order.
 */
export async function decide(
  ruleSet: RuleSet,
  facts: Facts,
  model: FactModel,
  options: DecideOptions = {},
): Promise<Decision> {
  return prepareDecide(ruleSet, model, options)(facts);
}

/** The same for many cases: checks the rule set once (throws `InvalidRuleSet`) and gives back a `decide` of facts alone. */
export function prepareDecide(
  ruleSet: RuleSet,
  model: FactModel,
  options: DecideOptions = {},
): (facts: Facts) => Promise<Decision> {
  const issues = checkRuleSet(ruleSet, { [model.key]: model });
  if (issues.length > 0) throw new InvalidRuleSet(issues);
  const leaves: FactCondition[] = [];
  const rules = orderRules(ruleSet.rules).map((rule) => ({ rule, tree: resolve(rule.conditions, ruleSet, leaves) }));
  const integers = new Set(model.facts.filter((fact) => fact.type === 'integer').map((fact) => fact.path));

  return async (facts) => {
    const wrong = checkFacts(model, facts).filter((issue) => !(options.allowMissing && issue.code === 'missing-fact'));
    if (wrong.length > 0) throw new InvalidFacts(wrong);
    const answers = await askEngine(leaves, facts);
    const results = rules.map(({ rule, tree }): RuleResult => {
      const conditions = combine(tree, answers, facts, integers, true);
      return { name: rule.name, held: conditions.held, event: rule.event, conditions };
    });
    return {
      ruleSet: ruleSet.key,
      strategy: ruleSet.strategy,
      ...conclude(ruleSet, results),
      rules: results,
      facts: { ...facts },
    };
  };
}

/** The names of the facts that the enabled rules ask about. */
export function listFactsAsked(ruleSet: RuleSet): string[] {
  const leaves: FactCondition[] = [];
  for (const rule of orderRules(ruleSet.rules)) resolve(rule.conditions, ruleSet, leaves);
  return [...new Set(leaves.flatMap((leaf) => [leaf.fact, ...comparedFact(leaf.value)]))];
}

/** json-rules-engine's order, made certain: higher priority first, and as written where it is the same. */
export function orderRules(rules: Rule[]): Rule[] {
  return rules.filter((rule) => !rule.disabled).toSorted((a, b) => (b.priority ?? 1) - (a.priority ?? 1));
}

function resolve(condition: Condition, ruleSet: RuleSet, leaves: FactCondition[]): Node {
  if ('condition' in condition) {
    const named = ruleSet.conditions?.[condition.condition];
    // checkRuleSet has seen to it that it is there.
    if (!named) throw new Error(`No condition named ${condition.condition}`);
    const node = resolve(named, ruleSet, leaves);
    return node.kind === 'fact' ? node : { ...node, name: node.name ?? condition.condition };
  }
  if ('fact' in condition) return { kind: 'fact', condition, index: leaves.push(condition) - 1 };
  const kind = 'all' in condition ? 'all' : 'any' in condition ? 'any' : 'not';
  const children = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [condition.not];
  return {
    kind,
    ...(condition.name === undefined ? {} : { name: condition.name }),
    children: children.map((child) => resolve(child, ruleSet, leaves)),
  };
}

/**
 * Lets json-rules-engine answer every leaf whose facts are there. They go in as one flat `any`: the engine evaluates
 * conditions of one priority together and leaves none out, whereas in a nested rule it skips what no longer matters
 * and takes an absent fact for a value.
 */
async function askEngine(leaves: FactCondition[], facts: Facts): Promise<Map<number, Answer>> {
  const present = leaves.flatMap((leaf, index) => {
    const needed = [leaf.fact, ...comparedFact(leaf.value)];
    return needed.every((fact) => readFact(facts, fact) !== undefined) ? [{ leaf, index }] : [];
  });
  if (present.length === 0) return new Map();
  const any = present.map(({ leaf }) => ({
    fact: leaf.fact,
    operator: leaf.operator,
    value: leaf.value,
    ...(leaf.path === undefined ? {} : { path: leaf.path }),
  }));
  const engine = new Engine([{ conditions: { any }, event: { type: 'answered' } }], { pathResolver: readLength });
  for (const operator of ownOperators) engine.addOperator(operator);
  const { results, failureResults } = await engine.run(facts);
  const answered = [...results, ...failureResults][0]?.conditions;
  const conditions = answered && 'any' in answered ? answered.any : [];
  return new Map(
    present.map(({ index }, at) => {
      const condition = conditions[at];
      if (!condition || !('factResult' in condition))
        throw new Error('json-rules-engine gave no result for a condition');
      return [
        index,
        { result: condition.result === true, factResult: condition.factResult, valueResult: condition.valueResult },
      ];
    }),
  );
}

/** Stands in for JSONPath, which stored rules must not reach: the one path that the check lets through is a list's size. */
function readLength(value: object): unknown {
  return Array.isArray(value) ? value.length : undefined;
}

function comparedFact(value: unknown): string[] {
  return typeof value === 'object' && value !== null && 'fact' in value && typeof value.fact === 'string'
    ? [value.fact]
    : [];
}

/** `wanted` is false below an odd number of `not`: there a condition must fail for the rule to hold. */
function combine(
  node: Node,
  answers: Map<number, Answer>,
  facts: Facts,
  integers: Set<string>,
  wanted: boolean,
): ConditionResult {
  if (node.kind === 'fact') return describeLeaf(node.condition, answers.get(node.index), facts, integers, wanted);
  const children = node.children.map((child) =>
    combine(child, answers, facts, integers, node.kind === 'not' ? !wanted : wanted),
  );
  const name = node.name === undefined ? {} : { name: node.name };
  return {
    kind: node.kind,
    held: combineHeld(
      node.kind,
      children.map((child) => child.held),
    ),
    ...name,
    children,
  };
}

function combineHeld(kind: 'all' | 'any' | 'not', held: Held[]): Held {
  if (kind === 'not') return held[0] === 'unknown' ? 'unknown' : held[0] === 'held' ? 'not-held' : 'held';
  const decisive = kind === 'all' ? 'not-held' : 'held';
  if (held.includes(decisive)) return decisive;
  return held.includes('unknown') ? 'unknown' : kind === 'all' ? 'held' : 'not-held';
}

function describeLeaf(
  condition: FactCondition,
  answer: Answer | undefined,
  facts: Facts,
  integers: Set<string>,
  wanted: boolean,
): ConditionResult {
  const { fact, operator, path } = condition;
  const [requiredFact] = comparedFact(condition.value);
  const fallback = requiredFact === undefined ? condition.value : readFact(facts, requiredFact);
  const present = readFact(facts, fact);
  const result: ConditionResult = {
    kind: 'fact',
    held: !answer ? 'unknown' : answer.result ? 'held' : 'not-held',
    fact,
    operator,
    required: answer ? answer.valueResult : fallback,
    ...(requiredFact === undefined ? {} : { requiredFact }),
    actual: path !== undefined && Array.isArray(present) ? present.length : present,
    ...(path === undefined ? {} : { path }),
  };
  const whole = path !== undefined || integers.has(fact);
  const missing = answer && answer.result !== wanted ? countMissing(operator, !wanted, answer, whole) : 0;
  return missing > 0 ? { ...result, missing } : result;
}

/** How much a number lacks to what is asked of it; 0 where it is not a matter of more. */
function countMissing(operator: string, negated: boolean, { factResult, valueResult }: Answer, whole: boolean): number {
  const { prefixes, base } = simplifyOperator(operator, negated);
  if (prefixes.length > 0 || typeof factResult !== 'number' || typeof valueResult !== 'number') return 0;
  // Rounding takes away what binary fractions add: 0.3 - 0.1 is 0.19999999999999998.
  const gap = Number((valueResult - factResult).toPrecision(12));
  if (base === 'greaterThanInclusive') return whole ? Math.ceil(gap) : gap;
  return base === 'greaterThan' ? (whole ? Math.floor(gap) + 1 : gap) : 0;
}

function conclude(ruleSet: RuleSet, results: RuleResult[]): Pick<Decision, 'outcomes' | 'score' | 'excluded'> {
  const held = results.filter((rule) => rule.held === 'held');
  const counted = ruleSet.strategy === 'first' ? held.slice(0, 1) : held;
  const outcomes = counted.map((rule) => ({ ...rule.event, rule: rule.name }));
  const { otherwise } = ruleSet;
  const fallback = otherwise
    ? [{ type: otherwise.type, ...(otherwise.params ? { params: otherwise.params } : {}), rule: null }]
    : [];
  const answer = { outcomes: outcomes.length > 0 ? outcomes : fallback };
  if (ruleSet.strategy !== 'score') return answer;
  const { whole, fraction } = scalePoints(results.map((rule) => readPoints(rule.event)));
  const sum = results.reduce((sum, rule, index) => (rule.held === 'held' ? sum + (whole[index] ?? 0) : sum), 0);
  return { ...answer, score: sum / fraction, excluded: held.some((rule) => rule.event.type === 'exclude') };
}
