import { checkRuleSet } from '../check-rule-set.ts';
import { orderRules } from '../decide.ts';
import { readPoints, scalePoints } from '../points.ts';
import { InvalidRuleSet } from '../errors.ts';
import { kindOf } from '../operators.ts';
import type { Decision, FactModel, Facts, RuleSet } from '../types.ts';
import { findPlace, listLimits, listPlaces } from './limits.ts';
import { toLogic } from './logic.ts';
import { holds, holdsLeaf, readOwn } from './holds.ts';
import type { Leaf, Logic } from './logic.ts';

/** What `decide` would say, without the why: the same outcomes, score and exclusion, and the rules that held, in the same order. */
export type CompiledDecision = Pick<Decision, 'outcomes' | 'score' | 'excluded'> & { held: string[] };

/** Several ways for a rule to hold: one term after the other, each a list of comparisons that must all hold. */
type Term = { rule: number; leaves: Leaf[] };

/** A bit per term: those that cannot hold any more. */
type Failed = Int32Array;

/**
 * Prepares a rule set for many cases in memory, such as thousands of services for one need. The answer is that of
 * `decide` with `allowMissing`: what hangs on an absent fact is not held. The facts must be such as `checkFacts`
 * accepts; they are not checked again. The events in the outcomes are shared between the decisions: do not change them.
 *
 * How: a rule is a list of terms, of which one must hold. For each value of each fact it is known (found out when the
 * value is first seen) which terms fail, as a bit set over all terms. A case joins the sets of its values; what has not
 * failed holds.
 *
 * Throws `InvalidRuleSet` when the rule set is not in order.
 */
export function compileRuleSet(ruleSet: RuleSet, model: FactModel): (facts: Facts) => CompiledDecision {
  const issues = checkRuleSet(ruleSet, { [model.key]: model });
  if (issues.length > 0) throw new InvalidRuleSet(issues);
  const conditions = orderRules(ruleSet.rules).map((rule) => toLogic(rule.conditions, ruleSet));
  const expanded = conditions.map(listTerms);
  const terms = expanded.flatMap((list, rule) => (list ?? []).map((leaves): Term => ({ rule, leaves })));
  // A rule that would be too many terms is evaluated as it stands.
  const asTheyStand = conditions.flatMap((logic, rule) => (expanded[rule] ? [] : [{ logic, rule }]));
  const ruleOf = Int32Array.from(terms, (term) => term.rule);
  const readers = makeReaders(terms, model);
  const failed: Failed = new Int32Array(Math.ceil(terms.length / 32));
  const conclude = prepareConclude(ruleSet);

  return (facts) => {
    failed.fill(0);
    for (let at = 0; at < readers.length; at += 1) readers[at]?.(facts, failed);
    const held = listHeld(failed, ruleOf);
    for (const { logic, rule } of asTheyStand) if (holds(logic, facts)) held.push(rule);
    return conclude(asTheyStand.length > 0 ? held.toSorted((a, b) => a - b) : held);
  };
}

function listHeld(failed: Failed, ruleOf: Int32Array): number[] {
  const held: number[] = [];
  let last = -1;
  for (let word = 0; word < failed.length; word += 1) {
    let rest = ~(failed[word] as number);
    if (word === failed.length - 1 && ruleOf.length % 32 !== 0) rest &= (1 << (ruleOf.length % 32)) - 1;
    for (; rest !== 0; rest &= rest - 1) {
      const rule = ruleOf[word * 32 + 31 - Math.clz32(rest & -rest)] as number;
      if (rule !== last) held.push(rule);
      last = rule;
    }
  }
  return held;
}

const mostTerms = 64;

/** All ways for conditions to hold; null where there are too many. */
function listTerms(logic: Logic): Leaf[][] | null {
  if (logic.kind === 'leaf') return [[logic.leaf]];
  const parts = logic.parts.map(listTerms);
  let terms: Leaf[][] = logic.kind === 'all' ? [[]] : [];
  for (const part of parts) {
    if (!part) return null;
    terms =
      logic.kind === 'any' ? [...terms, ...part] : terms.flatMap((term) => part.map((more) => [...term, ...more]));
    if (terms.length > mostTerms) return null;
  }
  return terms;
}

/** Adds the terms that fail for one fact's value (or for a comparison of two facts) to the failed ones. */
type Reader = (facts: Facts, failed: Failed) => void;

function makeReaders(terms: Term[], model: FactModel): Reader[] {
  const rows = new Map<string, { leaf: Leaf; row: Failed }>();
  terms.forEach(({ leaves }, index) => {
    for (const leaf of leaves) {
      const { row } = rows.get(leaf.key) ?? { row: new Int32Array(Math.ceil(terms.length / 32)) };
      row[index >>> 5] = (row[index >>> 5] ?? 0) | (1 << (index & 31));
      rows.set(leaf.key, { leaf, row });
    }
  });
  const all = [...rows.values()];
  const pairs = all.filter(({ leaf }) => !('value' in leaf.right));
  const byFact = Map.groupBy(
    all.filter(({ leaf }) => 'value' in leaf.right),
    ({ leaf }) => leaf.left.fact,
  );
  return [
    ...[...byFact].map(([fact, rows]) => readFixed(fact, rows, model)),
    ...pairs.map(
      ({ leaf, row }): Reader =>
        (facts, failed) =>
          holdsLeaf(leaf, facts) ? undefined : join(failed, row),
    ),
  ];
}

/** So many values of a fact are remembered; a free text could have any number of them. */
const mostValues = 4096;

function readFixed(fact: string, rows: { leaf: Leaf; row: Failed }[], model: FactModel): Reader {
  const declaration = model.facts.find((declared) => declared.path === fact);
  const { kind, shape } = kindOf(declaration?.type ?? 'string');
  const failFor = (value: unknown): Failed => {
    const failed: Failed = new Int32Array(rows[0]?.row.length ?? 0);
    for (const { leaf, row } of rows) {
      const required = 'value' in leaf.right ? leaf.right.value : undefined;
      if (!leaf.holds(leaf.left.read ? leaf.left.read(value) : value, required)) join(failed, row);
    }
    return failed;
  };
  const inherited = fact in Object.prototype;
  const read = (facts: Facts): unknown => (inherited ? readOwn(facts, fact) : (facts[fact] ?? undefined));
  if (shape === 'list') return (facts, failed) => join(failed, failFor(read(facts)));
  if (kind === 'number') {
    const limits = listLimits(rows.map(({ leaf }) => leaf));
    const places = listPlaces(limits).map(failFor);
    return (facts, failed) => join(failed, places[findPlace(limits, read(facts) as number | undefined)] as Failed);
  }
  const known = new Map<unknown, Failed>();
  return (facts, failed) => {
    const value = read(facts);
    let row = known.get(value);
    if (!row) {
      row = failFor(value);
      if (known.size < mostValues) known.set(value, row);
    }
    join(failed, row);
  };
}

function join(failed: Failed, more: Failed): void {
  for (let word = 0; word < failed.length; word += 1) failed[word] = (failed[word] as number) | (more[word] as number);
}

/** What follows from the rules that held, given as places in `orderRules`. */
export function prepareConclude(ruleSet: RuleSet): (held: number[]) => CompiledDecision {
  const rules = orderRules(ruleSet.rules);
  const names = rules.map((rule) => rule.name);
  const events = rules.map((rule) => ({ ...rule.event, rule: rule.name }));
  const { whole, fraction } = scalePoints(rules.map((rule) => readPoints(rule.event)));
  const excludes = rules.map((rule) => rule.event.type === 'exclude');
  const { otherwise, strategy } = ruleSet;
  const fallback = otherwise
    ? [{ type: otherwise.type, ...(otherwise.params ? { params: otherwise.params } : {}), rule: null }]
    : [];
  return (held) => {
    const counted = strategy === 'first' ? held.slice(0, 1) : held;
    const outcomes = counted.length > 0 ? pick(events, counted) : fallback;
    const decision = { outcomes, held: pick(names, held) };
    if (strategy !== 'score') return decision;
    let sum = 0;
    for (const points of pick(whole, held)) sum += points;
    return { ...decision, score: sum / fraction, excluded: held.some((index) => excludes[index]) };
  };
}

function pick<T>(from: T[], places: number[]): T[] {
  return places.map((place) => from[place] as T);
}
