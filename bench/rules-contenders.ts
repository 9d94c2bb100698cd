import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ZenEngine } from '@gorules/zen-engine';
import { Engine } from 'json-rules-engine';
import type { TopLevelCondition } from 'json-rules-engine';
import { LogicEngine } from 'json-logic-engine';
import { buildColumns } from '../rules/columnar/columns.ts';
import type { Columns } from '../rules/columnar/columns.ts';
import { evaluateColumns } from '../rules/columnar/evaluate-columns.ts';
import { compileRuleSet } from '../rules/compile/compile-rule-set.ts';
import { prepareDecide } from '../rules/index.ts';
import type { Condition, Facts, RuleSet } from '../rules/index.ts';
import { benchModel } from './rules-data.ts';

/** The rules that hold for one case, by name, in the order in which the contender gives them. */
export type Answer = string[];

/** One way to the answer, ready to run: `one` decides a case, `all` every case of the columns. */
export type Contender =
  | { name: string; one: (facts: Facts) => Answer | Promise<Answer>; inFlight?: number }
  | { name: string; all: (columns: Columns) => (index: number) => Answer };

/** Every contender with the logic of the rule set; the first is the measure of the others. */
export async function prepareContenders(ruleSet: RuleSet): Promise<Contender[]> {
  return [
    prepareJsonRulesEngine(ruleSet),
    prepareZen(ruleSet),
    prepareJsonLogic(ruleSet),
    await prepareByHand(ruleSet),
    prepareReference(ruleSet),
    prepareCompiled(ruleSet),
    prepareColumnar(ruleSet),
  ];
}

/** The cases as columns, which `all` takes. */
export function makeColumns(cases: Iterable<Facts>): Columns {
  return buildColumns(benchModel, cases);
}

/** What is timed are the answers to all cases, as bit sets; none of them is spelled out. */
function prepareColumnar(ruleSet: RuleSet): Contender {
  return {
    name: 'columnar',
    all: (columns) => {
      const { decisionAt } = evaluateColumns(ruleSet, benchModel, columns);
      return (index) => decisionAt(index).held;
    },
  };
}

function prepareJsonRulesEngine(ruleSet: RuleSet): Contender {
  const engine = new Engine(
    ruleSet.rules.map((rule) => ({ conditions: rule.conditions as TopLevelCondition, event: rule.event })),
  );
  return {
    name: 'json-rules-engine',
    one: async (facts) => (await engine.run(facts)).events.map((event) => event.type),
  };
}

function prepareReference(ruleSet: RuleSet): Contender {
  const decide = prepareDecide(ruleSet, benchModel);
  return { name: 'decide', one: async (facts) => (await decide(facts)).outcomes.map((outcome) => outcome.type) };
}

function prepareCompiled(ruleSet: RuleSet): Contender {
  const compiled = compileRuleSet(ruleSet, benchModel);
  return { name: 'compiled', one: (facts) => compiled(facts).held };
}

/** One row of a decision table a rule, its whole condition in one cell; all rows that hold are collected. */
function prepareZen(ruleSet: RuleSet): Contender {
  const rules = ruleSet.rules.map((rule, index) => ({
    _id: `row${index}`,
    when: toZen(rule.conditions),
    then: `"${rule.name}"`,
  }));
  const table = {
    hitPolicy: 'collect',
    inputs: [{ id: 'when', name: 'when' }],
    outputs: [{ id: 'then', name: 'then', field: 'name' }],
    rules,
  };
  const decision = new ZenEngine().createDecision({
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in', position: { x: 0, y: 0 }, content: {} },
      { id: 'table', type: 'decisionTableNode', name: 'table', position: { x: 0, y: 0 }, content: table },
      { id: 'out', type: 'outputNode', name: 'out', position: { x: 0, y: 0 }, content: {} },
    ],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'table', type: 'edge' },
      { id: 'b', sourceId: 'table', targetId: 'out', type: 'edge' },
    ],
  });
  // It works on threads of its own: several cases at a time use them all.
  return {
    name: 'zen-engine',
    inFlight: 16,
    one: async (facts) => (await decision.evaluate(facts)).result.map((row: { name: string }) => row.name),
  };
}

function prepareJsonLogic(ruleSet: RuleSet): Contender {
  const engine = new LogicEngine();
  const built: unknown = engine.build(ruleSet.rules.map((rule) => toJsonLogic(rule.conditions)));
  if (typeof built !== 'function') throw new Error('json-logic-engine built no function');
  const names = ruleSet.rules.map((rule) => rule.name);
  return {
    name: 'json-logic-engine',
    one: (facts) => {
      const results = built(facts) as unknown[];
      return names.filter((_, index) => results[index] === true);
    },
  };
}

/** What a programmer would write for these rules: one function with an `if` a rule, loaded from a file as any module is. */
async function prepareByHand(ruleSet: RuleSet): Promise<Contender> {
  const lines = ruleSet.rules.map(
    (rule) => `  if (${toJavaScript(rule.conditions)}) held.push(${JSON.stringify(rule.name)});`,
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'sasaeai-bench-'));
  const file = path.join(folder, 'by-hand.mjs');
  writeFileSync(
    file,
    ['export function decideByHand(f) {', '  const held = [];', ...lines, '  return held;', '}', ''].join('\n'),
  );
  try {
    const { decideByHand } = (await import(pathToFileURL(file).href)) as { decideByHand: (facts: Facts) => Answer };
    return { name: 'by hand', one: decideByHand };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Words = {
  symbols: Record<string, string>;
  and: string;
  or: string;
  not: (inner: string) => string;
  read: (fact: string) => string;
  isIn: (value: string, list: string) => string;
};

const comparisons = { lessThan: '<', lessThanInclusive: '<=', greaterThan: '>', greaterThanInclusive: '>=' };

const javaScript: Words = {
  symbols: { ...comparisons, equal: '===', notEqual: '!==' },
  and: ' && ',
  or: ' || ',
  not: (inner) => `!(${inner})`,
  read: (fact) => `f.${fact}`,
  isIn: (value, list) => `${list}.includes(${value})`,
};
const zen: Words = {
  symbols: { ...comparisons, equal: '==', notEqual: '!=' },
  and: ' and ',
  or: ' or ',
  not: (inner) => `not (${inner})`,
  read: (fact) => fact,
  isIn: (value, list) => `${value} in ${list}`,
};

const toJavaScript = (condition: Condition): string => spell(condition, javaScript);
const toZen = (condition: Condition): string => spell(condition, zen);

function spell(condition: Condition, words: Words): string {
  if ('all' in condition) return `(${condition.all.map((part) => spell(part, words)).join(words.and)})`;
  if ('any' in condition) return `(${condition.any.map((part) => spell(part, words)).join(words.or)})`;
  if ('not' in condition) return words.not(spell(condition.not, words));
  if ('condition' in condition) throw new Error('the measured rules have no named conditions');
  const { fact, operator, value } = condition;
  const [left, right] = [words.read(fact), isFact(value) ? words.read(value.fact) : JSON.stringify(value)];
  if (operator === 'in') return words.isIn(left, right);
  if (operator === 'notIn') return words.not(words.isIn(left, right));
  if (operator === 'contains') return words.isIn(right, left);
  if (operator === 'doesNotContain') return words.not(words.isIn(right, left));
  return `${left} ${words.symbols[operator]} ${right}`;
}

function toJsonLogic(condition: Condition): unknown {
  if ('all' in condition) return { and: condition.all.map(toJsonLogic) };
  if ('any' in condition) return { or: condition.any.map(toJsonLogic) };
  if ('not' in condition) return { '!': [toJsonLogic(condition.not)] };
  if ('condition' in condition) throw new Error('the measured rules have no named conditions');
  const { fact, operator, value } = condition;
  const [left, right] = [{ var: fact }, isFact(value) ? { var: value.fact } : value];
  if (operator === 'in') return { in: [left, right] };
  if (operator === 'notIn') return { '!': [{ in: [left, right] }] };
  if (operator === 'contains') return { in: [right, left] };
  if (operator === 'doesNotContain') return { '!': [{ in: [right, left] }] };
  return { [javaScript.symbols[operator] ?? '']: [left, right] };
}

const isFact = (value: unknown): value is { fact: string } =>
  typeof value === 'object' && value !== null && 'fact' in value;
