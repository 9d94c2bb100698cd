import { checkRuleSet } from '../check-rule-set.ts';
import { orderRules, readPoints } from '../decide.ts';
import { InvalidRuleSet } from '../errors.ts';
import type { Decision, FactModel, Facts, RuleSet } from '../types.ts';
import { toLogic } from './logic.ts';
import type { Leaf, Logic } from './logic.ts';

/** What `decide` would say, without the why: the same outcomes, score and exclusion, and the rules that held, in the same order. */
export type CompiledDecision = Pick<Decision, 'outcomes' | 'score' | 'excluded'> & { held: string[] };

type Values = unknown[];
type Check = (values: Values) => boolean;

/**
 * Prepares a rule set for many cases in memory, such as thousands of services for one need. The answer is that of
 * `decide` with `allowMissing`: what hangs on an absent fact is not held. The facts must be such as `checkFacts`
 * accepts; they are not checked again. The events in the outcomes are shared between the decisions: do not change them.
 *
 * Throws `InvalidRuleSet` when the rule set is not in order.
 */
export function compileRuleSet(ruleSet: RuleSet, model: FactModel): (facts: Facts) => CompiledDecision {
  const issues = checkRuleSet(ruleSet, { [model.key]: model });
  if (issues.length > 0) throw new InvalidRuleSet(issues);
  const slots = new Map<string, number>();
  const rules = orderRules(ruleSet.rules);
  const checks = rules.map((rule) => compile(toLogic(rule.conditions, ruleSet), slots));
  const facts = [...slots.keys()];
  // Only these names could find something that is not the case's own.
  const inherited = facts.some((fact) => fact in Object.prototype);
  const values: Values = facts.map(() => undefined);
  const conclude = prepareConclude(ruleSet);

  return (given) => {
    for (let slot = 0; slot < facts.length; slot += 1) {
      const fact = facts[slot] ?? '';
      values[slot] = inherited && !Object.hasOwn(given, fact) ? undefined : (given[fact] ?? undefined);
    }
    const held: number[] = [];
    for (let index = 0; index < checks.length; index += 1) if (checks[index]?.(values)) held.push(index);
    return conclude(held);
  };
}

/** What follows from the rules that held, given as places in `orderRules`. */
export function prepareConclude(ruleSet: RuleSet): (held: number[]) => CompiledDecision {
  const rules = orderRules(ruleSet.rules);
  const events = rules.map((rule) => ({ ...rule.event, rule: rule.name }));
  const points = rules.map((rule) => readPoints(rule.event));
  const excludes = rules.map((rule) => rule.event.type === 'exclude');
  const { otherwise, strategy } = ruleSet;
  const fallback = otherwise ? [{ type: otherwise.type, ...(otherwise.params ? { params: otherwise.params } : {}), rule: null }] : [];
  return (held) => {
    const counted = strategy === 'first' ? held.slice(0, 1) : held;
    const outcomes = counted.length > 0 ? counted.flatMap((index) => events[index] ?? []) : fallback;
    const decision = { outcomes, held: held.map((index) => rules[index]?.name ?? '') };
    if (strategy !== 'score') return decision;
    let score = 0;
    for (const index of held) score += points[index] ?? 0;
    return { ...decision, score, excluded: held.some((index) => excludes[index]) };
  };
}

function compile(logic: Logic, slots: Map<string, number>): Check {
  if (logic.kind === 'leaf') return compileLeaf(logic.leaf, slots);
  return joinChecks(logic.kind, logic.parts.map((part) => compile(part, slots)));
}

/** The common sizes are written out: a loop over functions costs as much as the comparisons in it. */
function joinChecks(kind: 'all' | 'any', checks: Check[]): Check {
  const [a, b, c, d, ...more] = checks;
  if (!a) return () => kind === 'all';
  if (!b) return a;
  if (!c) return kind === 'all' ? (v) => a(v) && b(v) : (v) => a(v) || b(v);
  if (!d) return kind === 'all' ? (v) => a(v) && b(v) && c(v) : (v) => a(v) || b(v) || c(v);
  if (more.length === 0) return kind === 'all' ? (v) => a(v) && b(v) && c(v) && d(v) : (v) => a(v) || b(v) || c(v) || d(v);
  const rest = joinChecks(kind, more);
  return kind === 'all' ? (v) => a(v) && b(v) && c(v) && d(v) && rest(v) : (v) => a(v) || b(v) || c(v) || d(v) || rest(v);
}

function slotOf(fact: string, slots: Map<string, number>): number {
  const slot = slots.get(fact) ?? slots.size;
  slots.set(fact, slot);
  return slot;
}

function compileLeaf(leaf: Leaf, slots: Map<string, number>): Check {
  const { holds, left } = leaf;
  const slot = slotOf(left.fact, slots);
  if (!('value' in leaf.right)) {
    const right = leaf.right;
    const other = slotOf(right.fact, slots);
    return (v) => holds(left.read ? left.read(v[slot]) : v[slot], right.read ? right.read(v[other]) : v[other]);
  }
  const required = leaf.right.value;
  const { read } = left;
  if (read) return (v) => holds(read(v[slot]), required);
  return (leaf.plainly && compareLiteral(leaf.operator, required, slot)) || ((v) => holds(v[slot], required));
}

/** The comparisons that most conditions are, on values whose type is known: nothing left to check, and absent is never true. */
function compareLiteral(operator: string, required: unknown, slot: number): Check | null {
  const limit = required as number;
  if (operator === 'equal') return (v) => v[slot] === required;
  if (operator === 'notEqual') return (v) => v[slot] !== required && v[slot] !== undefined;
  if (operator === 'lessThan') return (v) => (v[slot] as number) < limit;
  if (operator === 'lessThanInclusive') return (v) => (v[slot] as number) <= limit;
  if (operator === 'greaterThan') return (v) => (v[slot] as number) > limit;
  if (operator === 'greaterThanInclusive') return (v) => (v[slot] as number) >= limit;
  return null;
}
