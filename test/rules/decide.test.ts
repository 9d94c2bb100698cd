import { Engine } from 'json-rules-engine';
import { describe, expect, it } from 'vitest';
import { InvalidFacts, InvalidRuleSet, decide, prepareDecide } from '../../rules/index.ts';
import type { Condition, ConditionResult, Facts, Rule } from '../../rules/index.ts';
import { facts, model, ruleSetOf } from './support.ts';

const leaf = (fact: string, operator: string, value: unknown, path?: string): Condition => ({
  fact,
  operator,
  value,
  ...(path ? { path } : {}),
});
const held = async (condition: Condition, given: Facts = facts) =>
  (await decide(ruleSetOf('fact' in condition ? { all: [condition] } : condition), given, model)).rules[0]?.held;
const firstLeaf = (result: ConditionResult): ConditionResult =>
  result.kind === 'fact' ? result : firstLeaf(result.children[0] ?? result);

describe('operators', () => {
  it.each<[string, string, unknown, 'held' | 'not-held', string?]>([
    ['n', 'equal', 2.5, 'held'],
    ['n', 'notEqual', 2.5, 'not-held'],
    ['i', 'lessThan', 5, 'held'],
    ['i', 'lessThan', 4, 'not-held'],
    ['i', 'lessThanInclusive', 4, 'held'],
    ['i', 'greaterThan', 4, 'not-held'],
    ['i', 'greaterThanInclusive', 4, 'held'],
    ['i', 'greaterThanInclusive', 10, 'not-held'],
    ['i', 'in', [3, 4], 'held'],
    ['i', 'notIn', [3, 4], 'not-held'],
    ['i', 'not:lessThan', 4, 'held'],
    ['i', 'swap:lessThan', 3, 'held'],
    ['i', 'someValue:equal', [1, 4], 'held'],
    ['i', 'everyValue:greaterThan', [1, 4], 'not-held'],
    ['i', 'lessThan', { fact: 'needed' }, 'held'],
    ['s', 'equal', 'さくら', 'held'],
    ['s', 'in', ['うめ'], 'not-held'],
    ['b', 'equal', true, 'held'],
    ['b', 'equal', false, 'not-held'],
    ['d', 'before', '2026-11-24', 'held'],
    ['d', 'before', '2026-11-23', 'not-held'],
    ['d', 'onOrBefore', '2026-11-23', 'held'],
    ['d', 'after', '2025-12-31', 'held'],
    ['d', 'after', '2026-11-23', 'not-held'],
    ['d', 'onOrAfter', '2026-11-23', 'held'],
    ['d', 'onOrAfter', '2026-11-24', 'not-held'],
    ['d', 'equal', '2026-11-23', 'held'],
    ['d', 'before', { fact: 'until' }, 'held'],
    ['c', 'equal', 'low', 'held'],
    ['c', 'in', ['high'], 'not-held'],
    ['cs', 'contains', 'x', 'held'],
    ['cs', 'doesNotContain', 'z', 'held'],
    ['cs', 'includesAny', ['y', 'z'], 'held'],
    ['cs', 'includesAny', ['z'], 'not-held'],
    ['cs', 'includesAll', ['x', 'y'], 'held'],
    ['cs', 'includesAll', ['x', 'z'], 'not-held'],
    ['cs', 'includesNone', ['z'], 'held'],
    ['cs', 'includesNone', ['x'], 'not-held'],
    ['cs', 'someFact:equal', 'y', 'held'],
    ['cs', 'everyFact:in', ['x', 'z'], 'not-held'],
    ['cs', 'not:includesAny', ['z'], 'held'],
    ['cs', 'greaterThanInclusive', 2, 'held', '$.length'],
    ['ss', 'contains', 'a', 'held'],
  ])('%s %s %j is %s', async (fact, operator, value, expected, path) => {
    expect(await held(leaf(fact, operator, value, path))).toBe(expected);
  });
});

describe('unknown', () => {
  const unknown = leaf('days', 'greaterThan', 3);
  const yes = leaf('b', 'equal', true);
  const no = leaf('b', 'equal', false);
  it.each<[string, Condition, string]>([
    ['a comparison', unknown, 'unknown'],
    ['notEqual on an absent fact', leaf('word', 'notEqual', 'a'), 'unknown'],
    ['notIn on an absent fact', leaf('word', 'notIn', ['a']), 'unknown'],
    ['not: on an absent fact', leaf('days', 'not:lessThan', 3), 'unknown'],
    ['a comparison with an absent fact', leaf('i', 'notEqual', { fact: 'days' }), 'unknown'],
    ['not', { not: unknown }, 'unknown'],
    ['all with one that holds', { all: [yes, unknown] }, 'unknown'],
    ['all with one that does not', { all: [unknown, no] }, 'not-held'],
    ['any with one that holds', { any: [unknown, yes] }, 'held'],
    ['any with one that does not', { any: [no, unknown] }, 'unknown'],
  ])('%s', async (_name, condition, expected) => {
    expect(await held(condition)).toBe(expected);
  });

  it('takes null for absent', async () => {
    expect(await held(leaf('days', 'notEqual', 3), { ...facts, days: null })).toBe('unknown');
  });

  it('never gives the outcome of a rule that is unknown', async () => {
    const decision = await decide(
      ruleSetOf({ all: [leaf('word', 'notEqual', 'a')] }, { otherwise: { type: 'none' } }),
      facts,
      model,
    );
    expect(decision.outcomes).toEqual([{ type: 'none', rule: null }]);
  });

  it('decides with required facts missing only when asked to', async () => {
    const { i: _i, ...less } = facts;
    const ruleSet = ruleSetOf({ not: leaf('i', 'equal', 3) });
    await expect(decide(ruleSet, less, model)).rejects.toThrow(InvalidFacts);
    expect((await decide(ruleSet, less, model, { allowMissing: true })).rules[0]?.held).toBe('unknown');
  });
});

describe('every condition', () => {
  it('has its result and the real values, also where it no longer matters', async () => {
    const decision = await decide(
      ruleSetOf({ any: [leaf('b', 'equal', true), { all: [leaf('i', 'greaterThan', 9), leaf('s', 'equal', 'x')] }] }),
      facts,
      model,
    );
    expect(decision.rules[0]?.conditions).toEqual({
      kind: 'any',
      held: 'held',
      children: [
        { kind: 'fact', held: 'held', fact: 'b', operator: 'equal', required: true, actual: true },
        {
          kind: 'all',
          held: 'not-held',
          children: [
            { kind: 'fact', held: 'not-held', fact: 'i', operator: 'greaterThan', required: 9, actual: 4, missing: 6 },
            { kind: 'fact', held: 'not-held', fact: 's', operator: 'equal', required: 'x', actual: 'さくら' },
          ],
        },
      ],
    });
  });

  it('keeps the name of a shared condition', async () => {
    const decision = await decide(
      ruleSetOf({ all: [{ condition: 'ready' }] }, { conditions: { ready: { all: [leaf('b', 'equal', true)] } } }),
      facts,
      model,
    );
    expect(decision.rules[0]?.conditions).toMatchObject({ children: [{ kind: 'all', name: 'ready', held: 'held' }] });
  });

  it.each<[string, Condition, number | undefined]>([
    ['at least', leaf('i', 'greaterThanInclusive', 6), 2],
    ['more than, in whole numbers', leaf('i', 'greaterThan', 6), 3],
    ['at least, with fractions', leaf('n', 'greaterThanInclusive', 2.6), 0.1],
    ['a half asked of a whole number', leaf('i', 'greaterThanInclusive', 4.5), 1],
    ['not less than', leaf('i', 'not:lessThan', 6), 2],
    ['below not', { not: leaf('i', 'lessThan', 6) }, 2],
    ['below not not', { not: { not: leaf('i', 'greaterThanInclusive', 6) } }, 2],
    ['another fact', leaf('i', 'greaterThanInclusive', { fact: 'needed' }), 2],
    ['the size of a list', leaf('cs', 'greaterThanInclusive', 3, '$.length'), 1],
    ['reached', leaf('i', 'greaterThanInclusive', 4), undefined],
    ['too many', leaf('i', 'lessThan', 2), undefined],
    ['unknown', leaf('days', 'greaterThan', 2), undefined],
  ])('counts what is missing: %s', async (_name, condition, missing) => {
    const decision = await decide(ruleSetOf({ all: [condition] }), facts, model);
    const rule = decision.rules[0];
    expect(rule && (firstLeaf(rule.conditions) as { missing?: number }).missing).toBe(missing);
  });
});

describe('strategies', () => {
  const rule = (name: string, value: boolean, more: Partial<Rule> = {}): Rule => ({
    name,
    conditions: { all: [leaf('b', 'equal', value)] },
    event: { type: name },
    ...more,
  });
  const rules = [
    rule('low', true),
    rule('high', true, { priority: 9 }),
    rule('off', true, { priority: 20, disabled: true }),
    rule('no', false, { priority: 10 }),
    rule('also-low', true, { priority: 1 }),
  ];
  const decideWith = (more: Parameters<typeof ruleSetOf>[1]) =>
    decide(ruleSetOf({ all: [leaf('b', 'equal', true)] }, more), facts, model);

  it('first: takes the held rule with the highest priority, and tells of the others in order', async () => {
    const decision = await decideWith({ rules });
    expect(decision.outcomes).toEqual([{ type: 'high', rule: 'high' }]);
    expect(decision.rules.map((result) => [result.name, result.held])).toEqual([
      ['no', 'not-held'],
      ['high', 'held'],
      ['low', 'held'],
      ['also-low', 'held'],
    ]);
  });

  it('every: takes each held rule', async () => {
    expect((await decideWith({ strategy: 'every', rules })).outcomes.map((outcome) => outcome.type)).toEqual([
      'high',
      'low',
      'also-low',
    ]);
  });

  it('score: adds the points, and leaves out where an exclude rule holds', async () => {
    const scored = (name: string, value: boolean, points: number) =>
      rule(name, value, { event: { type: 'prefer', params: { points } } });
    const base = [scored('a', true, 30), scored('b', true, -10), scored('c', false, 100)];
    expect(await decideWith({ strategy: 'score', rules: base })).toMatchObject({ score: 20, excluded: false });
    expect(
      await decideWith({ strategy: 'score', rules: [...base, rule('out', true, { event: { type: 'exclude' } })] }),
    ).toMatchObject({ score: 20, excluded: true });
  });

  it('gives otherwise when nothing holds, and nothing without it', async () => {
    expect(
      (await decideWith({ rules: [rule('no', false)], otherwise: { type: 'none', params: { a: 1 } } })).outcomes,
    ).toEqual([{ type: 'none', params: { a: 1 }, rule: null }]);
    expect((await decideWith({ rules: [rule('no', false)] })).outcomes).toEqual([]);
  });
});

describe('refuses', () => {
  it.each<[string, Record<string, unknown>, string, string]>([
    ['the text "9" for a number', { i: '9' }, '/i', 'wrong-fact-type'],
    ['a fraction for a whole number', { i: 1.5 }, '/i', 'wrong-fact-type'],
    ['infinity', { n: Infinity }, '/n', 'wrong-fact-type'],
    ['a day that does not exist', { d: '2026-02-30' }, '/d', 'wrong-fact-type'],
    ['a date with a time', { d: '2026-11-23T00:00:00Z' }, '/d', 'wrong-fact-type'],
    ['an unknown choice', { c: 'middle' }, '/c', 'unknown-choice'],
    ['an unknown choice in a list', { cs: ['x', 'q'] }, '/cs', 'unknown-choice'],
    ['a text for a list', { ss: 'a' }, '/ss', 'wrong-fact-type'],
    ['a fact that is not declared', { constructor: 1 }, '/constructor', 'unknown-fact'],
    ['null for a required fact', { i: null }, '/i', 'missing-fact'],
  ])('%s', async (_name, wrong, path, code) => {
    const error = await decide(
      ruleSetOf({ all: [leaf('i', 'lessThan', 10)] }),
      { ...facts, ...wrong } as Facts,
      model,
    ).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidFacts);
    expect((error as InvalidFacts).issues).toMatchObject([{ path, code }]);
  });

  it('a rule set that is not in order', () => {
    expect(() => prepareDecide(ruleSetOf({ any: [] }), model)).toThrow(InvalidRuleSet);
  });
});

describe('json-rules-engine used directly', () => {
  it('agrees with every decision where no fact is absent', async () => {
    // A fixed sequence in place of chance, so that a failure can be seen again.
    let seed = 7;
    const next = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    const build = (depth: number): Condition => {
      const kind = depth === 0 ? 0 : next(4);
      if (kind === 1) return { all: [build(depth - 1), build(depth - 1)] };
      if (kind === 2) return { any: [build(depth - 1), build(depth - 1), build(depth - 1)] };
      if (kind === 3) return { not: build(depth - 1) };
      return leaf(
        next(2) === 0 ? 'i' : 'needed',
        ['lessThan', 'greaterThanInclusive', 'equal', 'not:equal'][next(4)] ?? '',
        next(9),
      );
    };
    const seen = new Set<string | undefined>();
    for (let round = 0; round < 200; round += 1) {
      const conditions = { any: [build(4)] };
      const direct = await new Engine([{ conditions, event: { type: 'x' } }]).run(facts);
      const mine = await held(conditions);
      seen.add(mine);
      expect({ conditions, held: mine }).toEqual({ conditions, held: direct.events.length > 0 ? 'held' : 'not-held' });
    }
    expect(seen).toEqual(new Set(['held', 'not-held']));
  });
});
