import { InvalidRuleSet } from '../errors.ts';
import { makeIssue } from '../messages.ts';
import { readOperator } from '../operators.ts';
import { checkPlain, readParts } from '../plain.ts';
import { makeTest } from './tests.ts';
import type { Test } from './tests.ts';

type Json = Record<string, unknown>;

/** A fact, and what a path takes out of it. */
export type PlainSource = { fact: string; read: ((value: unknown) => unknown) | null };
export type PlainLeaf = {
  key: string;
  left: PlainSource;
  right: PlainSource | { value: unknown };
  test: Test;
  canThrow: boolean;
};

/** A condition as json-rules-engine sees it, named ones put in. Higher priorities are evaluated first within their group. */
export type PlainNode = { priority: string } & (
  { kind: 'leaf'; leaf: PlainLeaf } | { kind: 'all' | 'any' | 'not'; children: PlainNode[] }
);

/** `referred`: the whole rule is the name of a shared condition. */
export type PlainRule = {
  name: unknown;
  event: { type: unknown; params?: unknown };
  node: PlainNode;
  referred: boolean;
};

/**
 * A plain json-rules-engine document, ready to be evaluated: its rules in groups of one priority, highest first.
 * Throws `InvalidRuleSet` for what `checkPlain` refuses, for paths other than property names and list places
 * (`$.a.b[0]`), for conditions that are of two kinds at once, for facts and
 * operators that are no text, and for priorities that are no number.
 */
export function readPlainRules(document: unknown): PlainRule[][] {
  const issues = checkPlain(document);
  if (issues.length > 0) throw new InvalidRuleSet(issues);
  const { rules, named } = readParts(document);
  return groupByPriority(
    rules.map(({ rule, path }) => {
      const { conditions, event, name, priority } = rule as Json & { conditions: Json; event: Json };
      // json-rules-engine takes what an object inherits under such a name for a listener.
      if (String(event.type) in Object.prototype)
        throw new InvalidRuleSet([makeIssue(`${path}/event/type`, 'wrong-type', 'ja', { name: 'type', expected: '' })]);
      return {
        priority: readPriority(Number.parseInt(String(priority || 1), 10), path),
        name: name || name === 0 ? name : null,
        event: { type: event.type, ...(event.params ? { params: event.params } : {}) },
        node: readNode(conditions, named, `${path}/conditions`),
        referred: !('any' in conditions || 'all' in conditions || 'not' in conditions),
      };
    }),
  );
}

/** Just as json-rules-engine does it. */
export function groupByPriority<T extends { priority: string }>(items: T[]): T[][] {
  const sets: Record<string, T[]> = {};
  for (const item of items) (sets[item.priority] ??= []).push(item);
  return Object.keys(sets)
    .sort((a, b) => (Number(a) > Number(b) ? -1 : 1))
    .map((priority) => sets[priority] ?? []);
}

/** As json-rules-engine keeps it: a comparison's is left as it is written (`2.7`), a rule's and a group's cut down to a whole number. */
function readPriority(priority: unknown, path: string): string {
  if (Number.isNaN(Number(priority)))
    throw new InvalidRuleSet([makeIssue(`${path}/priority`, 'invalid-priority', 'ja')]);
  return String(priority);
}

function readNode(condition: Json, named: Json, path: string): PlainNode {
  const groups = ['any', 'all', 'not'].filter((kind) => Object.hasOwn(condition, kind));
  const [kind, ...others] = Object.hasOwn(condition, 'condition') ? ['condition', ...groups] : groups;
  if (others.length > 0) throw new InvalidRuleSet([makeIssue(path, 'unclear-condition', 'ja')]);
  if (kind === 'condition')
    return {
      ...readNode(named[String(condition.condition)] as Json, named, path),
      priority: readPriority(condition.priority || 1, path),
    };
  if (kind === undefined)
    return { priority: readPriority(condition.priority || 1, path), kind: 'leaf', leaf: readLeaf(condition, path) };
  const priority = String(Number.parseInt(String(condition.priority), 10) || 1);
  const children = kind === 'not' ? [condition.not] : (condition[kind] as unknown[]);
  return {
    priority,
    kind: kind as 'all' | 'any' | 'not',
    children: children.map((child) => readNode(child as Json, named, `${path}/${kind}`)),
  };
}

function readLeaf(condition: Json, path: string): PlainLeaf {
  const { fact, operator, value } = condition;
  if (typeof operator !== 'string')
    throw new InvalidRuleSet([makeIssue(`${path}/operator`, 'unknown-operator', 'ja', { operator })]);
  const referred = typeof value === 'object' && value !== null && Object.hasOwn(value, 'fact') ? (value as Json) : null;
  return {
    key: JSON.stringify([fact, condition.path, operator, value]),
    left: readSource(fact, condition.path, path),
    right: referred ? readSource(referred.fact, referred.path, path) : { value },
    test: makeTest(operator),
    canThrow: canThrow(operator, referred ? undefined : value),
  };
}

/** Whether an operator may throw, as far as its fixed value tells. */
function canThrow(operator: string, value: unknown): boolean {
  const { prefixes, base } = readOperator(operator) ?? { prefixes: [], base: '' };
  const searches = base === 'in' || base === 'notIn';
  const spreads = prefixes.some((prefix) => prefix.endsWith('Value'));
  if (prefixes.includes('swap')) return searches || spreads;
  if (searches) return spreads || !(Array.isArray(value) || typeof value === 'string');
  return spreads && (!Array.isArray(value) || prefixes.filter((prefix) => prefix.endsWith('Value')).length > 1);
}

function readSource(fact: unknown, path: unknown, place: string): PlainSource {
  if (typeof fact !== 'string') throw new InvalidRuleSet([makeIssue(`${place}/fact`, 'unknown-fact', 'ja', { fact })]);
  if (!path) return { fact, read: null };
  if (typeof path !== 'string' || !/^\$(\.[A-Za-z_]\w*|\[\d+\])*$/.test(path))
    throw new InvalidRuleSet([makeIssue(`${place}/path`, 'unsafe-path', 'ja', { path })]);
  const steps = [...path.matchAll(/\w+/g)].map(([step]) => step);
  return {
    fact,
    read: (value) => (typeof value === 'object' && value !== null ? steps.reduce(takeOwn, value) : value),
  };
}

function takeOwn(value: unknown, name: string): unknown {
  return value && Object.hasOwn(value, name) ? (value as Json)[name] : undefined;
}
