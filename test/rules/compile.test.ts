import { describe, expect, it } from 'vitest';
import { InvalidRuleSet, compilePlain, compileRuleSet, decide, evaluatePlain } from '../../rules/index.ts';
import type { Condition, Facts } from '../../rules/index.ts';
import { facts, libraryKeys, model, readLibrary, ruleSetOf } from './support.ts';

const leaf = (fact: string, operator: string, value: unknown): Condition => ({ fact, operator, value });

describe('compileRuleSet', () => {
  it.each(libraryKeys)('says what decide says of every example of %s', async (key) => {
    const { ruleSet, model } = readLibrary(key);
    const compiled = compileRuleSet(ruleSet, model);
    expect(ruleSet.examples?.length).toBeGreaterThan(0);
    for (const example of ruleSet.examples ?? []) {
      const { outcomes, score, excluded, rules } = await decide(ruleSet, example.facts, model);
      const held = rules.filter((rule) => rule.held === 'held').map((rule) => rule.name);
      expect(compiled(example.facts)).toEqual({
        outcomes,
        held,
        ...(ruleSet.strategy === 'score' ? { score, excluded } : {}),
      });
    }
  });

  it('refuses a rule set that is not in order', () => {
    expect(() => compileRuleSet(ruleSetOf({ any: [] }), model)).toThrow(InvalidRuleSet);
  });

  it('keeps no trace of the case before', () => {
    const compiled = compileRuleSet(ruleSetOf({ all: [leaf('days', 'lessThan', 3)] }), model);
    expect([{ ...facts, days: 1 }, facts, { ...facts, days: 1 }].map((given: Facts) => compiled(given).held)).toEqual([
      ['only'],
      [],
      ['only'],
    ]);
  });

  it('evaluates a rule with very many ways to hold, in its place among the others', () => {
    // 3 ways each, seven times: 2,187 ways.
    const many: Condition = {
      all: Array.from({ length: 7 }, (_, at) => ({
        any: [leaf('i', 'equal', at + 10), leaf('n', 'equal', at + 10.5), leaf('i', 'lessThan', at + 5)],
      })),
    };
    const few: Condition = { all: [leaf('b', 'equal', true)] };
    const rules = [few, many, few].map((conditions, index) => ({
      name: `rule${index}`,
      conditions,
      event: { type: 'found' },
    }));
    const compiled = compileRuleSet(ruleSetOf(few, { strategy: 'every', rules }), model);
    expect(compiled({ ...facts, i: 4 }).held).toEqual(['rule0', 'rule1', 'rule2']);
    expect(compiled({ ...facts, i: 5 }).held).toEqual(['rule0', 'rule2']);
  });

  it('forgets no text among more of them than it remembers', () => {
    const compiled = compileRuleSet(ruleSetOf({ all: [leaf('s', 'in', ['name5000', 'name1'])] }), model);
    const held = Array.from({ length: 6000 }, (_, index) => compiled({ ...facts, s: `name${index}` }).held.length);
    expect(held.flatMap((count, index) => (count > 0 ? [index] : []))).toEqual([1, 5000]);
    expect(compiled({ ...facts, s: 'name5000' }).held).toEqual(['only']);
  });

  it('takes nothing inherited for a fact', () => {
    const odd = {
      ...model,
      facts: [
        {
          path: 'constructor',
          type: 'string' as const,
          origin: 'form' as const,
          label: { ja: '作り手' },
          optional: true,
        },
      ],
    };
    const compiled = compileRuleSet(ruleSetOf({ all: [leaf('constructor', 'notEqual', 'a')] }), odd);
    expect([compiled({}).held, compiled(Object.fromEntries([['constructor', 'b']])).held]).toEqual([[], ['only']]);
  });
});

describe('compilePlain', () => {
  const rule = (name: string, conditions: unknown, more: object = {}): unknown => ({
    name,
    conditions,
    event: { type: name },
    ...more,
  });
  const yes = leaf('a', 'equal', 1);

  it('lists events in the order in which json-rules-engine gets done, not in that of the document', async () => {
    const document = [
      rule('deep', { all: [{ any: [{ all: [yes, yes] }, yes] }, yes] }),
      rule('flat', { all: [yes] }),
      rule('late', { all: [yes] }, { priority: 5 }),
    ];
    const expected = await evaluatePlain(document, { a: 1 });
    expect(expected).toMatchObject({ rules: ['late', 'flat', 'deep'] });
    expect(compilePlain(document)({ a: 1 })).toEqual(expected);
  });

  it.each<[string, unknown, Record<string, unknown>]>([
    ['an absent fact', [rule('x', { any: [yes, leaf('b', 'equal', 1)] })], { a: 1 }],
    [
      'an absent fact that a higher priority makes needless',
      [rule('x', { any: [{ ...yes, priority: 9 }, leaf('b', 'equal', 1)] })],
      { a: 1 },
    ],
    ['an operator that throws', [rule('x', { all: [leaf('a', 'in', 5)] })], { a: 1 }],
    ['an event called error', [rule('error', { all: [yes] })], { a: 1 }],
    ['a fact without a name', [rule('x', { all: [yes] })], { a: 1, '': 2 }],
    ['an empty group', [rule('x', { any: [] }), rule('y', { not: { all: [] } })], {}],
  ])('says what json-rules-engine says of %s', async (_name, document, given) => {
    expect(compilePlain(document)(given)).toEqual(await evaluatePlain(document, given));
  });

  it.each<[string, unknown, string]>([
    ['a path that is more than names', [rule('x', { all: [{ ...yes, path: '$..a[?(@.b)]' }] })], 'unsafe-path'],
    ['a condition of two kinds', [rule('x', { all: [{ any: [yes], all: [yes] }] })], 'unclear-condition'],
    ['a priority that is no number', [rule('x', { all: [{ ...yes, priority: 'high' }, yes] })], 'invalid-priority'],
    ['a fact that is no text', [rule('x', { all: [{ ...yes, fact: 5 }] })], 'unknown-fact'],
    ['an event that json-rules-engine has a listener for', [rule('valueOf', { all: [yes] })], 'wrong-type'],
    ['an operator that does not exist', [rule('x', { all: [leaf('a', 'like', 1)] })], 'unknown-operator'],
  ])('refuses %s', (_name, document, code) => {
    let issues: unknown;
    try {
      compilePlain(document);
    } catch (error) {
      issues = error instanceof InvalidRuleSet ? error.issues : error;
    }
    expect(issues).toMatchObject([{ code }]);
  });
});
