import { checkRuleSet } from '../check-rule-set.ts';
import { prepareConclude } from '../compile/compile-rule-set.ts';
import type { CompiledDecision } from '../compile/compile-rule-set.ts';
import { toLogic } from '../compile/logic.ts';
import type { Logic } from '../compile/logic.ts';
import { orderRules, readPoints } from '../decide.ts';
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
  const issues = checkRuleSet(ruleSet, { [model.key]: model });
  if (issues.length > 0) throw new InvalidRuleSet(issues);
  const { count } = columns;
  const length = Math.ceil(count / 32);
  const ordered = orderRules(ruleSet.rules);
  const holding = ordered.map((rule) => toLogic(rule.conditions, ruleSet));
  const rules = ordered.map((rule, index) => {
    const gaps = holding[index] !== undefined && listFacts(holding[index]).some((fact) => columns.columns.get(fact)?.gaps);
    return { name: rule.name, event: rule.event, held: new Uint32Array(length), unknown: gaps ? new Uint32Array(length) : null };
  });
  const gapped = rules.flatMap((rule, index) => (rule.unknown ? [index] : []));
  const failing = gapped.flatMap((index) => (ordered[index] ? [toLogic(ordered[index].conditions, ruleSet, false)] : []));

  runProgram([...holding, ...failing], columns, (registers, starts, words, word) => {
    rules.forEach(({ held }, index) => held.set(registers.subarray(starts[index], (starts[index] ?? 0) + words), word));
    gapped.forEach((index, at) => {
      const [yes, no] = [starts[index] ?? 0, starts[holding.length + at] ?? 0];
      const unknown = rules[index]?.unknown;
      for (let step = 0; unknown && step < words; step += 1) unknown[word + step] = ~((registers[yes + step] ?? 0) | (registers[no + step] ?? 0));
    });
  });
  // What lies beyond the last case is absent, so nothing holds there; but it looks unknown.
  if (count % 32 !== 0) for (const { unknown } of rules) if (unknown) unknown[length - 1] = (unknown[length - 1] ?? 0) & ((1 << count % 32) - 1);

  const conclude = prepareConclude(ruleSet);
  const decisionAt = (index: number): CompiledDecision => conclude(rules.flatMap((rule, at) => (hasBit(rule.held, index) ? [at] : [])));
  const held = rules.map((rule) => rule.held);
  if (ruleSet.strategy === 'first') return { count, rules, first: findFirst(held, count), decisionAt };
  if (ruleSet.strategy === 'every') return { count, rules, decisionAt };
  const score = new Float64Array(count);
  const excluded = new Uint32Array(length);
  for (const rule of rules) {
    if (rule.event.type === 'exclude') rule.held.forEach((word, at) => (excluded[at] = (excluded[at] ?? 0) | word));
    else addPoints(rule.held, readPoints(rule.event), score);
  }
  return { count, rules, score, excluded, decisionAt };
}

function listFacts(logic: Logic): string[] {
  if (logic.kind !== 'leaf') return logic.parts.flatMap(listFacts);
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
  for (let at = 0; at < held.length; at += 1) eachBit(held[at] ?? 0, at * 32, (index) => (score[index] = (score[index] ?? 0) + points));
}
