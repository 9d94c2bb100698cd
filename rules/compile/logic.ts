import { simplifyOperator } from '../operators.ts';
import type { Condition, RuleSet } from '../types.ts';
import { makeTest } from './tests.ts';
import type { Test } from './tests.ts';

/** Where a side of a comparison comes from: a fact, or the size of a fact's list. */
export type Source = { fact: string; read: ((value: unknown) => unknown) | null };

/**
 * One comparison. `holds` says whether it counts as held for the two sides, a negation included; in a rule set an
 * absent side (`undefined`) never holds, whichever way it is asked.
 */
export type Leaf = { key: string; left: Source; right: Source | { value: unknown }; holds: Test };

/** Conditions without `not` and names: each negation has moved down into the comparisons. Equal parts have equal keys. */
export type Logic = { kind: 'leaf'; key: string; leaf: Leaf } | { kind: 'all' | 'any'; key: string; parts: Logic[] };

type FactCondition = Extract<Condition, { fact: string }>;

/**
 * When a condition is held (`wanted`), or known not to be held (not `wanted`). A condition about an absent fact is
 * neither: of three answers these are two, so that each can be worked out with plain and / or.
 */
export function toLogic(condition: Condition, ruleSet: Pick<RuleSet, 'conditions'>, wanted = true): Logic {
  if ('condition' in condition) {
    const named = ruleSet.conditions?.[condition.condition];
    // checkRuleSet has seen to it that it is there.
    if (!named) throw new Error(`No condition named ${condition.condition}`);
    return toLogic(named, ruleSet, wanted);
  }
  if ('not' in condition) return toLogic(condition.not, ruleSet, !wanted);
  if ('fact' in condition) {
    const leaf = toLeaf(condition, wanted);
    return { kind: 'leaf', key: leaf.key, leaf };
  }
  const [kind, children] = 'all' in condition ? (['all', condition.all] as const) : (['any', condition.any] as const);
  const turned = wanted ? kind : kind === 'all' ? 'any' : 'all';
  return group(
    turned,
    children.map((child) => toLogic(child, ruleSet, wanted)),
  );
}

/** Joins parts: a group in a group of the same kind melts into it, and what stands there twice counts once. */
function group(kind: 'all' | 'any', children: Logic[]): Logic {
  const flat = children.flatMap((child) => (child.kind === kind ? child.parts : [child]));
  const parts = [...new Map(flat.map((part) => [part.key, part])).values()];
  const [only] = parts;
  if (only && parts.length === 1) return only;
  return { kind, parts, key: `${kind}(${parts.map((part) => part.key).join()})` };
}

function toLeaf(condition: FactCondition, wanted: boolean): Leaf {
  const { prefixes, base } = simplifyOperator(condition.operator, !wanted);
  const operator = [...prefixes, base].join(':');
  const left = toSource(condition.fact, condition.path);
  const right = isReference(condition.value)
    ? toSource(condition.value.fact, condition.value.path)
    : { value: condition.value };
  const test = makeTest(operator);
  return {
    key: JSON.stringify([condition.fact, condition.path, operator, condition.value]),
    left,
    right,
    holds: (a, b) => a !== undefined && b !== undefined && test(a, b),
  };
}

function isReference(value: unknown): value is { fact: string; path?: string } {
  return typeof value === 'object' && value !== null && 'fact' in value && typeof value.fact === 'string';
}

/** The check lets one path through: the size of a list. */
function toSource(fact: string, path: string | undefined): Source {
  return { fact, read: path === undefined ? null : (value) => (Array.isArray(value) ? value.length : undefined) };
}
