import { InvalidRuleSet } from '../errors.ts';
import { makeIssue } from '../messages.ts';
import { readOperator } from '../operators.ts';
import { checkPlain, readParts } from '../plain.ts';
import { makeTest } from './tests.ts';
import type { Test } from './tests.ts';

type Json = Record<string, unknown>;

/** A fact, and what a path takes out of it. */
export type PlainSource = { fact: string; read: ((value: unknown) => unknown) | null };
export type PlainLeaf = { key: string; left: PlainSource; right: PlainSource | { value: unknown }; test: Test; canThrow: boolean };

/** A condition as json-rules-engine sees it, named ones put in. Higher priorities are evaluated first within their group. */
export type PlainNode = { priority: number } & ({ kind: 'leaf'; leaf: PlainLeaf } | { kind: 'all' | 'any' | 'not'; children: PlainNode[] });

/** `referred`: the whole rule is the name of a shared condition. */
export type PlainRule = { name: unknown; event: { type: unknown; params?: unknown }; node: PlainNode; referred: boolean };

/**
 * A plain json-rules-engine document, ready to be evaluated: its rules in groups of one priority, highest first.
 * Throws `InvalidRuleSet` for what `checkPlain` refuses, for paths other than property names and list places
 * (`$.a.b[0]`), and for conditions that are of two kinds at once.
 */
export function readPlainRules(document: unknown): PlainRule[][] {
  const issues = checkPlain(document);
  if (issues.length > 0) throw new InvalidRuleSet(issues);
  const { rules, named } = readParts(document);
  return groupByPriority(
    rules.map(({ rule, path }) => {
      const { conditions, event, name, priority } = rule as Json & { conditions: Json; event: Json };
      return {
        priority: Number.parseInt(String(priority || 1), 10),
        name: name || name === 0 ? name : null,
        event: { type: event.type, ...(event.params ? { params: event.params } : {}) },
        node: readNode(conditions, named, `${path}/conditions`),
        referred: !('any' in conditions || 'all' in conditions || 'not' in conditions),
      };
    }),
  );
}

/** Just as json-rules-engine does it, for what is no number too. */
export function groupByPriority<T extends { priority: number }>(items: T[]): T[][] {
  const sets: Record<string, T[]> = {};
  for (const item of items) (sets[item.priority] ??= []).push(item);
  return Object.keys(sets).sort((a, b) => (Number(a) > Number(b) ? -1 : 1)).map((priority) => sets[priority] ?? []);
}

function readNode(condition: Json, named: Json, path: string): PlainNode {
  const groups = ['any', 'all', 'not'].filter((kind) => Object.hasOwn(condition, kind));
  const [kind, ...others] = Object.hasOwn(condition, 'condition') ? ['condition', ...groups] : groups;
  if (others.length > 0) throw new InvalidRuleSet([makeIssue(path, 'unclear-condition', 'ja')]);
  if (kind === 'condition') return { ...readNode(named[String(condition.condition)] as Json, named, path), priority: Number(condition.priority) || 1 };
  const priority = Number.parseInt(String(condition.priority), 10) || 1;
  if (kind === undefined) return { priority, kind: 'leaf', leaf: readLeaf(condition, path) };
  const children = kind === 'not' ? [condition.not] : (condition[kind] as unknown[]);
  return { priority, kind: kind as 'all' | 'any' | 'not', children: children.map((child) => readNode(child as Json, named, `${path}/${kind}`)) };
}

function readLeaf(condition: Json, path: string): PlainLeaf {
  const { fact, operator, value } = condition;
  const referred = typeof value === 'object' && value !== null && Object.hasOwn(value, 'fact') ? (value as Json) : null;
  return {
    key: JSON.stringify([fact, condition.path, operator, value]),
    left: readSource(fact, condition.path, path),
    right: referred ? readSource(referred.fact, referred.path, path) : { value },
    test: makeTest(String(operator)),
    canThrow: canThrow(String(operator), referred ? undefined : value),
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
  if (!path) return { fact: String(fact), read: null };
  if (typeof path !== 'string' || !/^\$(\.[A-Za-z_]\w*|\[\d+\])*$/.test(path)) throw new InvalidRuleSet([makeIssue(`${place}/path`, 'unsafe-path', 'ja', { path })]);
  const steps = [...path.matchAll(/\w+/g)].map(([step]) => step);
  return { fact: String(fact), read: (value) => (typeof value === 'object' && value !== null ? steps.reduce(takeOwn, value) : value) };
}

function takeOwn(value: unknown, name: string): unknown {
  return value && Object.hasOwn(value, name) ? (value as Json)[name] : undefined;
}
