import { readError } from '../plain.ts';
import type { PlainResult } from '../plain.ts';
import { readPlainRules } from './plain-rules.ts';
import type { PlainLeaf, PlainNode, PlainRule, PlainSource } from './plain-rules.ts';
import { isSteady, runTimed, timeRule } from './timed.ts';
import type { Asked } from './timed.ts';

type Json = Record<string, unknown>;

/**
 * Prepares a plain json-rules-engine document for many cases in memory. The answer is that of `evaluatePlain`, in the
 * same order, absent facts and errors included. Facts are plain JSON values.
 *
 * Throws `InvalidRuleSet` for what `checkPlain` refuses and for paths other than property names and list places.
 */
export function compilePlain(
  document: unknown,
  options: { allowUndefined?: boolean } = {},
): (facts: Json) => PlainResult {
  const groups = readPlainRules(document);
  const leaves = groups.flat().flatMap((rule) => listLeaves(rule.node));
  const wanted = options.allowUndefined
    ? []
    : [...new Set(leaves.flatMap(({ left, right }) => ('value' in right ? [left.fact] : [left.fact, right.fact])))];
  const runSlowly = (facts: Json): PlainResult =>
    present(runTimed(groups, (leaf) => askLeaf(leaf, facts, options.allowUndefined === true)));
  const order = listSteadyOrder(groups);
  if (!order || leaves.some((leaf) => leaf.canThrow)) return (facts) => refuseNameless(facts) ?? runSlowly(facts);
  const checks = order.map((rule) => ({ rule, holds: compileNode(rule.node) }));
  return (facts) => {
    const refused = refuseNameless(facts);
    if (refused) return refused;
    if (!wanted.every((fact) => Object.hasOwn(facts, fact))) return runSlowly(facts);
    return present({ rules: checks.filter(({ holds }) => holds(facts)).map(({ rule }) => rule) });
  };
}

/** The rules in the order of their events, where it does not depend on the facts; null where it does. */
export function listSteadyOrder(groups: PlainRule[][]): PlainRule[] | null {
  if (!groups.flat().every((rule) => isSteady(rule.node))) return null;
  const ordered = groups.map((rules) =>
    rules.map((rule) => ({ rule, at: countSteps(rule) })).toSorted((a, b) => a.at - b.at),
  );
  return ordered.flat().map(({ rule }) => rule);
}

function countSteps(rule: PlainRule): number {
  return timeRule(rule, () => ({ held: false, late: false })).at;
}

export function listLeaves(node: PlainNode): PlainLeaf[] {
  return node.kind === 'leaf' ? [node.leaf] : node.children.flatMap(listLeaves);
}

/** Values as they are, none for an absent fact. */
function readValue(source: PlainSource | { value: unknown }, facts: Json): unknown {
  if ('value' in source) return source.value;
  const value = Object.hasOwn(facts, source.fact) ? facts[source.fact] : undefined;
  return source.read ? source.read(value) : value;
}

function askLeaf({ left, right, test }: PlainLeaf, facts: Json, allowUndefined: boolean): Asked {
  const facted = 'value' in right ? [left] : [right, left];
  const absent = facted.find(({ fact }) => !Object.hasOwn(facts, fact));
  if (absent && !allowUndefined)
    return {
      late: false,
      error: Object.assign(new Error(`Undefined fact: ${absent.fact}`), { code: 'UNDEFINED_FACT' }),
    };
  const late = facted.some(({ fact, read }) => read && Object.hasOwn(facts, fact));
  try {
    return { held: test(readValue(left, facts), readValue(right, facts)), late };
  } catch (error) {
    return { late, error };
  }
}

function compileNode(node: PlainNode): (facts: Json) => boolean {
  if (node.kind === 'leaf') {
    const { left, right, test } = node.leaf;
    return (facts) => test(readValue(left, facts), readValue(right, facts));
  }
  const children = node.children.map(compileNode);
  if (children.length === 0) return () => true;
  if (node.kind === 'all') return (facts) => children.every((child) => child(facts));
  if (node.kind === 'any') return (facts) => children.some((child) => child(facts));
  return (facts) => !children[0]?.(facts);
}

/** json-rules-engine takes no fact without a name. */
function refuseNameless(facts: Json): PlainResult | null {
  return Object.hasOwn(facts, '') ? { error: { code: 'EVALUATION_FAILED', message: 'factId required' } } : null;
}

function present(result: { rules: PlainRule[] } | { error: unknown }): PlainResult {
  if ('error' in result) return { error: readError(result.error) };
  return { events: result.rules.map((rule) => rule.event), rules: result.rules.map((rule) => rule.name) };
}
