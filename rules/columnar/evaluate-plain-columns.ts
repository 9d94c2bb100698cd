import { compilePlain, listLeaves, listSteadyOrder } from '../compile/compile-plain.ts';
import type { Leaf, Logic } from '../compile/logic.ts';
import { readPlainRules } from '../compile/plain-rules.ts';
import type { PlainLeaf, PlainNode } from '../compile/plain-rules.ts';
import type { PlainResult } from '../plain.ts';
import { hasBit } from './bits.ts';
import { padded, startCodes } from './columns.ts';
import type { Column, Columns, Part } from './columns.ts';
import { runProgram, valueAt } from './program.ts';

type Json = Record<string, unknown>;

/** `failed`: the cases in which a fact that is asked about is absent, or a comparison throws; their `held` means nothing. */
export type PlainColumnsDecision = {
  count: number;
  rules: { name: unknown; event: { type: unknown; params?: unknown }; held: Uint32Array }[];
  failed: Uint32Array;
  /** What json-rules-engine says of one case. */
  resultAt: (index: number) => PlainResult;
};

/** Columns of facts as they are, whatever their types. */
export function buildPlainColumns(cases: Iterable<Json>): Columns {
  const parts = new Map<string, Part>();
  let count = 0;
  for (const facts of cases) {
    for (const [name, value] of Object.entries(facts)) {
      const part = parts.get(name) ?? startCodes(describe);
      parts.set(name, part);
      part.add(count, value);
    }
    count += 1;
  }
  return {
    count,
    unfit: new Uint32Array(padded(count) / 32),
    columns: new Map([...parts].map(([name, part]) => [name, part.finish(count)])),
  };
}

/** Tells compound values apart, also where JSON does not: NaN from null, text from what looks like it. */
function describe(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(describe).join()}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([name, item]) => `${JSON.stringify(name)}:${describe(item)}`)
      .join()}}`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/**
 * Evaluates a plain json-rules-engine document over all cases at once: the same answers as `evaluatePlain`.
 * Throws `InvalidRuleSet` as `compilePlain` does.
 */
export function evaluatePlainColumns(
  document: unknown,
  columns: Columns,
  options: { allowUndefined?: boolean } = {},
): PlainColumnsDecision {
  const plain = compilePlain(document, options);
  const groups = readPlainRules(document);
  const steady = listSteadyOrder(groups);
  const ordered = steady ?? groups.flat();
  const rules = ordered.map(({ name, event }) => ({ name, event, held: new Uint32Array(padded(columns.count) / 32) }));
  const failed = new Uint32Array(padded(columns.count) / 32);
  const leaves = ordered.flatMap((rule) => listLeaves(rule.node));
  const roots = [
    ...ordered.map((rule) => toPlainLogic(rule.node, true)),
    joinLogic(
      'any',
      leaves.flatMap((leaf) => listFailures(leaf, options.allowUndefined === true)),
    ),
  ];
  const results = [...rules.map((rule) => rule.held), failed];
  runProgram(roots, withAbsent(columns, leaves), (registers, starts, words, word) => {
    results.forEach((result, index) =>
      result.set(registers.subarray(starts[index], (starts[index] ?? 0) + words), word),
    );
  });
  const resultAt = (index: number): PlainResult => {
    if (!steady || hasBit(failed, index)) return plain(factsAt(columns, index));
    const held = rules.filter((rule) => hasBit(rule.held, index));
    return { events: held.map((rule) => rule.event), rules: held.map((rule) => rule.name) };
  };
  return { count: columns.count, rules, failed, resultAt };
}

/** Facts that no case has are asked about all the same. */
function withAbsent(columns: Columns, leaves: PlainLeaf[]): Columns {
  const facts = leaves.flatMap(({ left, right }) => ('value' in right ? [left.fact] : [left.fact, right.fact]));
  const absent = (): Column => ({
    kind: 'codes',
    codes: new Uint16Array(padded(columns.count)),
    values: [undefined],
    gaps: true,
  });
  return { ...columns, columns: new Map([...facts.map((fact) => [fact, absent()] as const), ...columns.columns]) };
}

function factsAt(columns: Columns, index: number): Json {
  const entries = [...columns.columns].flatMap(([name, column]) => {
    const value = valueAt(column, index);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function toPlainLogic(node: PlainNode, wanted: boolean): Logic {
  if (node.kind === 'not') return node.children[0] ? toPlainLogic(node.children[0], !wanted) : joinLogic('all', []);
  if (node.kind === 'leaf') {
    const { key, test } = node.leaf;
    return leafLogic(node.leaf, `${key}${wanted ? '' : ' not'}`, (a, b) => test(a, b) === wanted);
  }
  // Both groups are true when empty.
  if (node.children.length === 0) return joinLogic(wanted ? 'all' : 'any', []);
  return joinLogic(
    wanted ? node.kind : node.kind === 'all' ? 'any' : 'all',
    node.children.map((child) => toPlainLogic(child, wanted)),
  );
}

function joinLogic(kind: 'all' | 'any', parts: Logic[]): Logic {
  const [only] = parts;
  return only && parts.length === 1 ? only : { kind, parts, key: `${kind}(${parts.map((part) => part.key).join()})` };
}

/** What throws never holds: `failed` tells of it. */
function leafLogic({ left, right }: Pick<PlainLeaf, 'left' | 'right'>, key: string, test: Leaf['holds']): Logic {
  const holds: Leaf['holds'] = (a, b) => {
    try {
      return test(a, b);
    } catch {
      return false;
    }
  };
  return { kind: 'leaf', key, leaf: { key, left, right, holds } };
}

function listFailures(leaf: PlainLeaf, allowUndefined: boolean): Logic[] {
  const { left, right, test } = leaf;
  const absent = ('value' in right ? [left] : [left, right]).map(({ fact }) =>
    leafLogic({ left: { fact, read: null }, right: { value: null } }, `${fact} absent`, (a) => a === undefined),
  );
  if (!leaf.canThrow) return allowUndefined ? [] : absent;
  const throws = leafLogic(leaf, `${leaf.key} throws`, (a, b) => {
    try {
      test(a, b);
      return false;
    } catch {
      return true;
    }
  });
  return allowUndefined ? [throws] : [...absent, throws];
}
