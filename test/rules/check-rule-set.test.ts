import { describe, expect, it } from 'vitest';
import { checkRuleSet, factModels, runExamples } from '../../rules/index.ts';
import type { Condition, RuleSet } from '../../rules/index.ts';
import { facts, libraryKeys, model, readLibrary, ruleSetOf } from './support.ts';

const models = { sample: model };
const fine: Condition = { all: [{ fact: 'b', operator: 'equal', value: true }] };
const check = (document: unknown) => checkRuleSet(document, models).map(({ path, code }) => `${path} ${code}`);
const rule = (more: Record<string, unknown>) => ({
  ...ruleSetOf(fine),
  rules: [{ name: 'only', conditions: fine, event: { type: 'found' }, ...more }],
});
const comparing = (fact: unknown, operator: unknown, value: unknown, more: Record<string, unknown> = {}) =>
  rule({ conditions: { all: [{ fact, operator, value, ...more }] } });
const at = '/rules/0/conditions/all/0';

describe('checkRuleSet', () => {
  it('finds nothing wrong with a rule set in order', () => {
    expect(check(ruleSetOf(fine))).toEqual([]);
  });

  it.each<[string, unknown, string[]]>([
    ['a list', [], [' not-an-object']],
    ['null', null, [' not-an-object']],
    ['no rules', { ...ruleSetOf(fine), rules: [] }, ['/rules no-rules']],
    ['rules that are no list', { ...ruleSetOf(fine), rules: {} }, ['/rules not-a-list']],
    ['an unknown property', { ...ruleSetOf(fine), startegy: 1 }, ['/startegy unknown-property']],
    ['an unknown strategy', { ...ruleSetOf(fine), strategy: 'last' }, ['/strategy unknown-strategy']],
    ['an unknown purpose', { ...ruleSetOf(fine), purpose: 'fun' }, ['/purpose unknown-purpose']],
    ['an unknown fact model', { ...ruleSetOf(fine), factModel: 'constructor' }, ['/factModel unknown-model']],
    ['no Japanese name', { ...ruleSetOf(fine), texts: { ja: {} } }, ['/texts/ja missing-property']],
    [
      'two rules of one name',
      { ...ruleSetOf(fine), rules: [...ruleSetOf(fine).rules, ...ruleSetOf(fine).rules] },
      ['/rules/1/name duplicate-rule'],
    ],
    ['a priority of 0', rule({ priority: 0 }), ['/rules/0/priority invalid-priority']],
    ['an event without type', rule({ event: {} }), ['/rules/0/event missing-property']],
    ['no conditions', rule({ conditions: undefined }), ['/rules/0 missing-property']],
    [
      'a fact at the root',
      rule({ conditions: { fact: 'b', operator: 'equal', value: true } }),
      ['/rules/0/conditions root-not-group'],
    ],
    ['an empty any', rule({ conditions: { any: [] } }), ['/rules/0/conditions/any empty-group']],
    ['an empty all within', rule({ conditions: { all: [{ all: [] }] } }), [`${at}/all empty-group`]],
    ['a not of a list', rule({ conditions: { not: [] } }), ['/rules/0/conditions/not not-an-object']],
    ['all and any together', rule({ conditions: { all: [], any: [] } }), ['/rules/0/conditions unclear-condition']],
    [
      'a missing named condition',
      rule({ conditions: { condition: 'toString' } }),
      ['/rules/0/conditions/condition missing-condition'],
    ],
    ['an unknown fact', comparing('constructor', 'equal', 1), [`${at}/fact unknown-fact`]],
    ['an unknown operator', comparing('b', 'is', true), [`${at}/operator unknown-operator`]],
    ['an unknown decorator', comparing('b', 'maybe:equal', true), [`${at}/operator unknown-operator`]],
    [
      'a condition without value',
      rule({ conditions: { all: [{ fact: 'b', operator: 'equal' }] } }),
      [`${at} missing-property`],
    ],
    ['before on a number', comparing('i', 'before', 3), [`${at}/operator operator-does-not-fit`]],
    ['lessThan on a date', comparing('d', 'lessThan', '2026-01-01'), [`${at}/operator operator-does-not-fit`]],
    ['equal on a list', comparing('cs', 'equal', ['x']), [`${at}/operator operator-does-not-fit`]],
    ['someFact on a single value', comparing('i', 'someFact:equal', 3), [`${at}/operator operator-does-not-fit`]],
    ['the text "9" for a number', comparing('i', 'lessThan', '9'), [`${at}/value wrong-value`]],
    ['null for a number', comparing('i', 'equal', null), [`${at}/value wrong-value`]],
    ['a single value for in', comparing('i', 'in', 3), [`${at}/value wrong-value`]],
    ['a list for equal', comparing('i', 'equal', [3]), [`${at}/value wrong-value`]],
    ['a date that does not exist', comparing('d', 'before', '2026-13-01'), [`${at}/value wrong-value`]],
    ['an empty list', comparing('c', 'in', []), [`${at}/value empty-list`]],
    ['an empty list below someValue', comparing('i', 'someValue:equal', []), [`${at}/value empty-list`]],
    ['an unknown choice', comparing('c', 'equal', 'middle'), [`${at}/value unknown-choice`]],
    ['an unknown choice in a list', comparing('cs', 'includesAny', ['x', 'q']), [`${at}/value unknown-choice`]],
    ['a comparison with an unknown fact', comparing('i', 'equal', { fact: 'j' }), [`${at}/value/fact unknown-fact`]],
    ['a comparison of two types', comparing('i', 'equal', { fact: 's' }), [`${at}/operator operator-does-not-fit`]],
    ['a path into the prototype', comparing('cs', 'equal', 1, { path: '$.constructor' }), [`${at}/path unsafe-path`]],
    ['a path that runs code', comparing('cs', 'equal', 1, { path: '$[?(@.x)]' }), [`${at}/path unsafe-path`]],
    ['the size of a single value', comparing('i', 'equal', 1, { path: '$.length' }), [`${at}/path path-does-not-fit`]],
    [
      'a text that names an unknown fact',
      rule({ texts: { ja: { reason: '{{i}}と{{j}}' } } }),
      ['/rules/0/texts/ja/reason unknown-placeholder'],
    ],
    [
      'a scoring rule without points',
      { ...ruleSetOf(fine), strategy: 'score' },
      ['/rules/0/event/params missing-points'],
    ],
    ['a step with another outcome', { ...ruleSetOf(fine), purpose: 'step' }, ['/rules/0/event/type step-outcome']],
    [
      'an example without outcomes',
      { ...ruleSetOf(fine), examples: [{ name: 'x', facts: {} }] },
      ['/examples/0/expect/outcomes not-a-list'],
    ],
  ])('refuses %s', (_name, document, expected) => {
    expect(check(document)).toEqual(expected);
  });

  it('finds named conditions that lead back to themselves', () => {
    const conditions: RuleSet['conditions'] = {
      a: { all: [{ condition: 'b/c' }] },
      'b/c': { not: { condition: 'a' } },
      fine,
    };
    expect(check(ruleSetOf({ condition: 'a' }, { conditions }))).toEqual([
      '/conditions/a condition-cycle',
      '/conditions/b~1c condition-cycle',
    ]);
  });

  it('refuses named conditions that unfold into too many', () => {
    const conditions: Record<string, Condition> = { c0: fine };
    for (let n = 1; n <= 40; n += 1)
      conditions[`c${n}`] = { all: [{ condition: `c${n - 1}` }, { condition: `c${n - 1}` }] };
    expect(check(ruleSetOf({ condition: 'c40' }, { conditions }))).toEqual(['/rules too-large']);
  });

  it('refuses more named conditions than can be followed, before it follows them', () => {
    const chain = (length: number): Record<string, Condition> =>
      Object.fromEntries(
        Array.from({ length }, (_, at) => [
          `c${at}`,
          at === length - 1 ? fine : { all: [{ condition: `c${at + 1}` }] },
        ]),
      );
    expect(check(ruleSetOf({ condition: 'c199' }, { conditions: chain(200) }))).toEqual([]);
    expect(check(ruleSetOf({ condition: 'c0' }, { conditions: chain(30_000) }))).toEqual([
      '/conditions too-many-named',
    ]);
    const each = { all: Array.from({ length: 60 }, () => ({ condition: 'fine' })) };
    const wide: Record<string, Condition> = Object.fromEntries(
      Array.from({ length: 100 }, (_, at) => [`w${at}`, each]),
    );
    expect(check(ruleSetOf({ condition: 'fine' }, { conditions: { ...wide, fine } }))).toEqual([
      '/conditions too-large',
    ]);
  });

  it('refuses conditions nested too deeply', () => {
    let conditions: Condition = fine;
    for (let n = 0; n < 40; n += 1) conditions = { not: conditions };
    expect(check(ruleSetOf(conditions))).toEqual([expect.stringMatching(/ too-deep$/)]);
  });

  it('speaks both languages', () => {
    const wrong = comparing('i', 'lessThan', '9');
    expect(checkRuleSet(wrong, models)[0]?.message).toBe(
      '「lessThan」で「i」と比べる値の形が合いません（必要な値: 数）。',
    );
    expect(checkRuleSet(wrong, models, 'en')[0]?.message).toBe(
      'The value that "lessThan" compares with "i" is of the wrong kind (needed: a number).',
    );
  });
});

describe('runExamples', () => {
  it('tells which example comes out differently', async () => {
    const examples = [
      { name: '合う', facts, expect: { outcomes: ['found'] } },
      { name: '合わない', facts, expect: { outcomes: ['other'] } },
      { name: '形が違う', facts: { ...facts, i: '9' }, expect: { outcomes: [] } },
    ];
    expect(runExamples(ruleSetOf(fine, { examples }), model).map(({ path, code }) => `${path} ${code}`)).toEqual([
      '/examples/1/expect/outcomes example-failed',
      '/examples/2/facts/i wrong-fact-type',
    ]);
  });
});

describe.each(libraryKeys)('the library rule set %s', (key) => {
  const { ruleSet, model: own } = readLibrary(key);
  it('is in order and its examples come out', async () => {
    expect(ruleSet.key).toBe(key);
    expect(checkRuleSet(ruleSet, factModels)).toEqual([]);
    expect(ruleSet.examples?.length).toBeGreaterThanOrEqual(2);
    expect(runExamples(ruleSet, own)).toEqual([]);
  });

  it('has every text in both languages', () => {
    const texts = [
      ruleSet.texts,
      ...ruleSet.rules.map((rule) => rule.texts),
      ...(ruleSet.otherwise ? [ruleSet.otherwise.texts] : []),
    ];
    for (const text of texts) expect(Object.keys(text?.en ?? {})).toEqual(Object.keys(text?.ja ?? { missing: true }));
    for (const text of Object.values(ruleSet.conditionTexts ?? {})) expect(text.en).toBeTruthy();
  });

  it('has an example for each outcome', () => {
    const expected = new Set(ruleSet.examples?.flatMap((example) => example.expect.outcomes));
    const outcomes = [
      ...ruleSet.rules.map((rule) => rule.event.type),
      ...(ruleSet.otherwise && ruleSet.strategy !== 'score' ? [ruleSet.otherwise.type] : []),
    ];
    expect(outcomes.filter((type) => !expected.has(type))).toEqual([]);
  });
});

describe('fact models', () => {
  it.each(
    Object.values(factModels).flatMap((model) =>
      model.facts.map((fact) => [`${model.key} ${fact.path}`, fact] as const),
    ),
  )('%s has its words in both languages', (_name, fact) => {
    for (const text of [
      fact.label,
      ...(fact.shortfall ? [fact.shortfall] : []),
      ...(fact.choices ?? []).map((choice) => choice.text),
    ]) {
      expect(text.ja).toMatch(/[ぁ-んァ-ヶ一-龠]/);
      expect(text.en).toMatch(/^[\x20-\x7e]+$/);
    }
  });
});
