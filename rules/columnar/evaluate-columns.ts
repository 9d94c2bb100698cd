import { checkRuleSet } from '../check-rule-set.ts';
import { prepareConclude } from '../compile/compile-rule-set.ts';
import type { CompiledDecision } from '../compile/compile-rule-set.ts';
import { toLogic } from '../compile/logic.ts';
import type { Logic } from '../compile/logic.ts';
import { orderRules } from '../decide.ts';
import { readPoints, scalePoints } from '../points.ts';
import { InvalidRuleSet } from '../errors.ts';
import type { FactModel, RuleEvent, RuleSet } from '../types.ts';
import { eachBit, hasBit } from './bits.ts';
import type { Columns } from './columns.ts';
import { runProgram } from './program.ts';

/** What follows for each of many cases. A bit set has a bit per case: `hasBit(held, index)`. */
export type ColumnsDecision = {
  count: number;
  /** The enabled rules in the engine's order. `unknown` is null where no case lacks a fact that the rule asks about. */
  rules: { name: string; event: RuleEvent; held: Uint32Array; unknown: Uint32Array | null }[];
  /** `first` only: the place in `rules` of the rule that gives the outcome, -1 where none holds. */
  first?: Int32Array;
  /** `score` only: the points of each case, and the cases that an `exclude` rule leaves out. */
  score?: Float64Array;
  excluded?: Uint32Array;
  /** The decision about one case, as `compileRuleSet` gives it. Why it is so: `decide`. */
  decisionAt: (index: number) => CompiledDecision;
};

/**
 * Decides all cases at once, for back-tests: the same answers as `decide` with `allowMissing`. Columns of facts that
 * the rule set does not ask about are not touched.
 *
 * Throws `InvalidRuleSet` when the rule set is not in order.
 */
export function evaluateColumns(ruleSet: RuleSet, model: FactModel, columns: Columns): ColumnsDecision {
  return prepareEvaluateColumns(ruleSet, model)(columns);
}

/** The same for cases that come a part at a time: the rule set is checked and read once (throws `InvalidRuleSet`). */
export function prepareEvaluateColumns(ruleSet: RuleSet, model: FactModel): (columns: Columns) => ColumnsDecision {
  const issues = checkRuleSet(ruleSet, { [model.key]: model });
  if (issues.length > 0) throw new InvalidRuleSet(issues);
  const prepared = orderRules(ruleSet.rules).map(({ name, event, conditions }) => {
    const holds = toLogic(conditions, ruleSet);
    return { name, event, holds, fails: toLogic(conditions, ruleSet, false), facts: listFacts(holds) };
  });
  const conclude = prepareConclude(ruleSet);

  return (columns) => {
    const { count } = columns;
    const length = Math.ceil(count / 32);
    const rules = prepared.map(({ name, event, facts }) => {
      const gaps = facts.some((fact) => columns.columns.get(fact)?.gaps);
      return { name, event, held: new Uint32Array(length), unknown: gaps ? new Uint32Array(length) : null };
    });
    const gapped = prepared.flatMap(({ fails }, index) => (rules[index]?.unknown ? [{ fails, index }] : []));

    runProgram(
      [...prepared.map((rule) => rule.holds), ...gapped.map((rule) => rule.fails)],
      columns,
      (registers, starts, words, word) => {
        rules.forEach(({ held }, index) =>
          held.set(registers.subarray(starts[index], (starts[index] ?? 0) + words), word),
        );
        gapped.forEach(({ index }, at) => {
          const [yes, no] = [starts[index] ?? 0, starts[rules.length + at] ?? 0];
          const unknown = rules[index]?.unknown;
          for (let step = 0; unknown && step < words; step += 1)
            unknown[word + step] = ~((registers[yes + step] ?? 0) | (registers[no + step] ?? 0));
        });
      },
    );
    // What lies beyond the last case is absent, so nothing holds there; but it looks unknown.
    if (count % 32 !== 0)
      for (const { unknown } of rules)
        if (unknown) unknown[length - 1] = (unknown[length - 1] ?? 0) & ((1 << (count % 32)) - 1);

    const decisionAt = (index: number): CompiledDecision =>
      conclude(rules.flatMap((rule, at) => (hasBit(rule.held, index) ? [at] : [])));
    if (ruleSet.strategy === 'first')
      return {
        count,
        rules,
        first: findFirst(
          rules.map((rule) => rule.held),
          count,
        ),
        decisionAt,
      };
    if (ruleSet.strategy === 'every') return { count, rules, decisionAt };
    const score = new Float64Array(count);
    const excluded = new Uint32Array(length);
    const { whole, fraction } = scalePoints(rules.map(({ event }) => readPoints(event)));
    rules.forEach(({ event, held }, rule) => {
      if (event.type === 'exclude') held.forEach((word, at) => (excluded[at] = (excluded[at] ?? 0) | word));
      else addPoints(held, whole[rule] ?? 0, score);
    });
    if (fraction !== 1) for (let index = 0; index < count; index += 1) score[index] = (score[index] ?? 0) / fraction;
    return { count, rules, score, excluded, decisionAt };
  };
}

/** The facts that conditions ask about, each once. */
function listFacts(logic: Logic): string[] {
  return [...new Set(listAsked(logic))];
}

function listAsked(logic: Logic): string[] {
  if (logic.kind !== 'leaf') return logic.parts.flatMap(listAsked);
  const { left, right } = logic.leaf;
  return 'value' in right ? [left.fact] : [left.fact, right.fact];
}

function findFirst(held: Uint32Array[], count: number): Int32Array {
  const first = new Int32Array(count).fill(-1);
  const taken = new Uint32Array(Math.ceil(count / 32));
  held.forEach((words, rule) => {
    for (let at = 0; at < words.length; at += 1) {
      const fresh = (words[at] ?? 0) & ~(taken[at] ?? 0);
      if (fresh === 0) continue;
      taken[at] = (taken[at] ?? 0) | fresh;
      eachBit(fresh, at * 32, (index) => (first[index] = rule));
    }
  });
  return first;
}

function addPoints(held: Uint32Array, points: number, score: Float64Array): void {
  for (let at = 0; at < held.length; at += 1)
    eachBit(held[at] ?? 0, at * 32, (index) => (score[index] = (score[index] ?? 0) + points));
}
