import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addCondition,
  addNamedCondition,
  addRule,
  changeCondition,
  checkPlain,
  checkRuleSet,
  copyRule,
  decide,
  decoratedOperator,
  defaultValue,
  describeCondition,
  diffRuleSets,
  exportPlain,
  importPlain,
  moveCondition,
  moveRule,
  operatorsFor,
  orderedRules,
  readCondition,
  removeCondition,
  removeNamedCondition,
  removeRule,
  renameNamedCondition,
  renameRule,
  setEnabled,
  setEvent,
  setFact,
  setGroupKind,
  setNamedText,
  setOperator,
  setReason,
  setTitle,
  setValue,
  unwrapCondition,
  usesOf,
  wrapCondition,
} from '../../rules/index.ts';
import type { Condition, Rule, RuleSet } from '../../rules/index.ts';
import { facts, libraryKeys, model, readLibrary, ruleSetOf } from './support.ts';

const leaf = (fact: string, operator: string, value: unknown, path?: string): Condition => ({
  fact,
  operator,
  value,
  ...(path ? { path } : {}),
});
/** A condition with a property that only json-rules-engine knows. */
const withPriority = (condition: Condition): Condition =>
  Object.assign({}, condition, { priority: 4, params: { deep: true } });
const a = leaf('i', 'greaterThan', 1);
const b = leaf('b', 'equal', true);
const c = leaf('c', 'equal', 'low');
const rule = (name: string, conditions: Condition, priority?: number): Rule => ({
  name,
  conditions,
  event: { type: 'found' },
  ...(priority === undefined ? {} : { priority }),
});
const three: RuleSet = {
  ...ruleSetOf({ all: [a] }),
  rules: [rule('low', { all: [a] }), rule('high', { all: [b, { any: [a, c] }] }, 9), rule('middle', { not: a }, 5)],
};
const names = (ruleSet: RuleSet) => orderedRules(ruleSet).map(({ name }) => name);
const root = '/rules/0/conditions';
const conditionsOf = (ruleSet: RuleSet) => ruleSet.rules[0]?.conditions;

describe('rules', () => {
  it.each<[string, (ruleSet: RuleSet) => RuleSet, string[]]>([
    ['adds a rule as the last', (set) => addRule(set, model), ['high', 'middle', 'low', 'rule-1']],
    ['copies a rule right after it', (set) => copyRule(set, 'high'), ['high', 'high-2', 'middle', 'low']],
    [
      'copies a copy under a name of its own',
      (set) => copyRule(copyRule(set, 'high'), 'high-2'),
      ['high', 'high-2', 'high-3', 'middle', 'low'],
    ],
    ['moves a rule to the front', (set) => moveRule(set, 'low', 0), ['low', 'high', 'middle']],
    ['moves a rule to the end', (set) => moveRule(set, 'high', 2), ['middle', 'low', 'high']],
    ['moves a rule by one', (set) => moveRule(set, 'high', 1), ['middle', 'high', 'low']],
    ['removes a rule', (set) => removeRule(set, 'high'), ['middle', 'low']],
    ['renames a rule', (set) => renameRule(set, 'high', 'top'), ['top', 'middle', 'low']],
  ])('%s', (_name, change, expected) => {
    const before = structuredClone(three);
    const after = change(three);
    expect(names(after)).toEqual(expected);
    expect(checkRuleSet(after, { sample: model })).toEqual([]);
    expect(three).toEqual(before);
  });

  it("changes only the moved rule's priority, and only where needed", () => {
    expect(moveRule(three, 'low', 0).rules.map(({ priority }) => priority)).toEqual([9, 9, 5]);
    expect(
      moveRule({ ...three, rules: three.rules.map(({ priority: _priority, ...rule }) => rule) }, 'middle', 0).rules,
    ).toEqual([
      { name: 'middle', conditions: { not: a }, event: { type: 'found' } },
      expect.objectContaining({ name: 'low' }),
      expect.objectContaining({ name: 'high' }),
    ]);
  });

  it.each<[string, (ruleSet: RuleSet) => RuleSet]>([
    ['a name that is taken', (set) => renameRule(set, 'high', 'low')],
    ['an empty name', (set) => renameRule(set, 'high', ' ')],
    ['a rule that is not there', (set) => setReason(set, 'nobody', 'ja', 'x')],
    ['the only rule', (set) => removeRule({ ...set, rules: set.rules.slice(0, 1) }, 'low')],
    ['a rule that stands there already', (set) => moveRule(set, 'high', 0)],
    ['a place that is not there', (set) => removeCondition(set, '/rules/7/conditions/all/0')],
    ['a place that is none', (set) => changeCondition(set, '/rules/0/event', () => a)],
  ])('leaves everything as it is for %s', (_name, change) => {
    const given = _name === 'the only rule' ? { ...three, rules: three.rules.slice(0, 1) } : three;
    expect(change(given)).toEqual(given);
  });

  it('turns rules off and on again', () => {
    const off = setEnabled(three, 'high', false);
    expect(off.rules[1]?.disabled).toBe(true);
    expect(setEnabled(off, 'high', true)).toEqual(three);
  });

  it('sets reasons, titles and outcomes, and takes empty texts away', () => {
    const worded = setReason(setTitle(three, 'low', 'en', 'Low'), 'low', 'ja', '{{i}}あります。');
    expect(worded.rules[0]?.texts).toEqual({ ja: { reason: '{{i}}あります。' }, en: { name: 'Low' } });
    expect(setReason(worded, 'low', 'ja', '').rules[0]?.texts?.ja).toEqual({});
    const other = setReason(setEvent(three, null, { type: 'none' }), null, 'ja', 'ありません。');
    expect(other.otherwise).toEqual({ type: 'none', texts: { ja: { reason: 'ありません。' } } });
    expect(setReason(other, null, 'ja', '').otherwise).toEqual({ type: 'none' });
    expect(checkRuleSet(other, { sample: model })).toEqual([]);
  });

  it('gives a new rule a condition and an outcome that fit the set', () => {
    for (const key of libraryKeys) {
      const { ruleSet, model } = readLibrary(key);
      expect(checkRuleSet(addRule(ruleSet, model), { [model.key]: model })).toEqual([]);
    }
  });
});

describe('conditions', () => {
  it.each<[string, Condition, (ruleSet: RuleSet) => RuleSet, Condition]>([
    ['adds at the end', { all: [a] }, (set) => addCondition(set, root, b), { all: [a, b] }],
    ['adds before another', { any: [a, b] }, (set) => addCondition(set, root, c, 1), { any: [a, c, b] }],
    ['removes', { all: [a, b] }, (set) => removeCondition(set, `${root}/all/0`), { all: [b] }],
    [
      'removes a group that would be empty',
      { all: [a, { any: [{ not: b }] }] },
      (set) => removeCondition(set, `${root}/all/1/any/0/not`),
      { all: [a] },
    ],
    [
      'keeps the last condition of a rule',
      { all: [{ not: a }] },
      (set) => removeCondition(set, `${root}/all/0/not`),
      { all: [{ not: a }] },
    ],
    [
      'moves down within a group',
      { all: [a, b, c] },
      (set) => moveCondition(set, `${root}/all/0`, root, 2),
      { all: [b, a, c] },
    ],
    [
      'moves up within a group',
      { all: [a, b, c] },
      (set) => moveCondition(set, `${root}/all/2`, root, 0),
      { all: [c, a, b] },
    ],
    ['moves to the end', { all: [a, b, c] }, (set) => moveCondition(set, `${root}/all/0`, root), { all: [b, c, a] }],
    [
      'moves into a group further on',
      { all: [a, { any: [b] }] },
      (set) => moveCondition(set, `${root}/all/0`, `${root}/all/1`, 0),
      { all: [{ any: [a, b] }] },
    ],
    [
      'moves out of a group that is then gone',
      { all: [a, { any: [b] }] },
      (set) => moveCondition(set, `${root}/all/1/any/0`, root, 0),
      { all: [b, a] },
    ],
    [
      'does not move a group into itself',
      { all: [a, { any: [b] }] },
      (set) => moveCondition(set, `${root}/all/1`, `${root}/all/1`, 0),
      { all: [a, { any: [b] }] },
    ],
    ['wraps', { all: [a, b] }, (set) => wrapCondition(set, `${root}/all/1`, 'any'), { all: [a, { any: [b] }] }],
    ['wraps a root in not', { all: [a] }, (set) => wrapCondition(set, root, 'not'), { not: { all: [a] } }],
    ['unwraps a not', { all: [{ not: a }] }, (set) => unwrapCondition(set, `${root}/all/0`), { all: [a] }],
    [
      'unwraps a group into the one around it',
      { any: [a, { all: [b, c] }] },
      (set) => unwrapCondition(set, `${root}/any/1`),
      { any: [a, b, c] },
    ],
    ['leaves a root that would be no group', { all: [a] }, (set) => unwrapCondition(set, root), { all: [a] }],
    [
      'leaves a group of two below a not',
      { not: { all: [a, b] } },
      (set) => unwrapCondition(set, `${root}/not`),
      { not: { all: [a, b] } },
    ],
    [
      'makes an all an any and keeps what else it holds',
      { all: [a, b], name: 'both' },
      (set) => setGroupKind(set, root, 'any'),
      { any: [a, b], name: 'both' },
    ],
    [
      'asks about another fact with a value that fits',
      { all: [a] },
      (set) => setFact(set, `${root}/all/0`, 'c', model),
      { all: [leaf('c', 'equal', 'low')] },
    ],
    [
      'keeps operator and value for a like fact',
      { all: [a] },
      (set) => setFact(set, `${root}/all/0`, 'needed', model),
      { all: [leaf('needed', 'greaterThan', 1)] },
    ],
    [
      'makes one value a list',
      { all: [c] },
      (set) => setOperator(set, `${root}/all/0`, 'in', model),
      { all: [leaf('c', 'in', ['low'])] },
    ],
    [
      'makes a list one value',
      { all: [leaf('cs', 'includesAny', ['y', 'x'])] },
      (set) => setOperator(set, `${root}/all/0`, 'contains', model),
      { all: [leaf('cs', 'contains', 'y')] },
    ],
    [
      'compares the size of a list',
      { all: [leaf('cs', 'contains', 'x')] },
      (set) => setOperator(set, `${root}/all/0`, 'lessThan', model, '$.length'),
      { all: [leaf('cs', 'lessThan', 1, '$.length')] },
    ],
    [
      'keeps a compared fact',
      { all: [leaf('i', 'lessThan', { fact: 'needed' })] },
      (set) => setOperator(set, `${root}/all/0`, 'equal', model),
      { all: [leaf('i', 'equal', { fact: 'needed' })] },
    ],
    [
      'sets a value and keeps what it does not know',
      { all: [withPriority(leaf('i', 'equal', 1))] },
      (set) => setValue(set, `${root}/all/0`, 7),
      { all: [withPriority(leaf('i', 'equal', 7))] },
    ],
  ])('%s', (_name, conditions, change, expected) => {
    const before = ruleSetOf(conditions);
    const copy = structuredClone(before);
    const after = change(before);
    expect(conditionsOf(after)).toEqual(expected);
    expect(before).toEqual(copy);
    expect(checkRuleSet(after, { sample: model })).toEqual([]);
  });

  it('moves from one rule to another, and leaves none behind empty', () => {
    const moved = moveCondition(three, '/rules/1/conditions/all/0', '/rules/0/conditions', 0);
    expect(moved.rules.map(({ conditions }) => conditions)).toEqual([
      { all: [b, a] },
      { all: [{ any: [a, c] }] },
      { not: a },
    ]);
    expect(moveCondition(three, '/rules/0/conditions/all/0', '/rules/1/conditions')).toBe(three);
  });

  it('reads what stands at a place', () => {
    expect(readCondition(three, '/rules/1/conditions/all/1/any/1')).toEqual(c);
    expect(readCondition(three, '/rules/1/conditions/any/1')).toBeUndefined();
    expect(readCondition({ ...three, conditions: { 'a/b': { all: [b] } } }, '/conditions/a~1b/all/0')).toEqual(b);
  });

  it('adds, renames and removes named conditions together with what asks for them', () => {
    const named = setNamedText(addNamedCondition(addCondition(three, '/rules/0/conditions', b), 'many', a), 'many', {
      ja: '多い',
    });
    const used = changeCondition(named, '/rules/0/conditions/all/0', () => ({ condition: 'many' }));
    expect(checkRuleSet(used, { sample: model })).toEqual([]);
    const renamed = renameNamedCondition(used, 'many', 'several');
    expect(renamed).toMatchObject({
      conditions: { several: { all: [a] } },
      conditionTexts: { several: { ja: '多い' } },
    });
    expect(conditionsOf(renamed)).toEqual({ all: [{ condition: 'several' }, b] });
    const removed = removeNamedCondition(renamed, 'several');
    expect(conditionsOf(removed)).toEqual({ all: [{ all: [a] }, b] });
    expect(removed.conditions).toEqual({});
    expect(addNamedCondition(used, 'many', b)).toBe(used);
    expect(addCondition(used, '/conditions/many', { condition: 'many' })).toBe(used);
  });
});

describe('any edits in any order', () => {
  const places = fc.constantFrom(
    root,
    `${root}/all/0`,
    `${root}/all/1`,
    `${root}/any/0`,
    `${root}/all/0/any/0`,
    `${root}/all/1/not`,
    `${root}/not`,
    `${root}/not/all/0`,
    '/rules/1/conditions',
    '/rules/1/conditions/all/0',
    '/rules/1/conditions/all/1',
    '/rules/1/conditions/all/1/any/0',
    '/conditions/named',
    '/conditions/named/all/0',
  );
  const fact = fc.constantFrom(...model.facts.map(({ path }) => path));
  const edits: fc.Arbitrary<(ruleSet: RuleSet) => RuleSet> = fc.oneof(
    fc.tuple(places, fact).map(
      ([path, name]) =>
        (set: RuleSet) =>
          addCondition(
            set,
            path,
            addRule(ruleSetOf({ all: [] }), {
              ...model,
              facts: model.facts.filter((fact) => fact.path === name),
            }).rules.at(-1)?.conditions ?? a,
          ),
    ),
    places.map((path) => (set: RuleSet) => addCondition(set, path, { condition: 'named' })),
    places.map((path) => (set: RuleSet) => removeCondition(set, path)),
    fc.tuple(places, places, fc.nat(2)).map(
      ([from, to, index]) =>
        (set: RuleSet) =>
          moveCondition(set, from, to, index),
    ),
    fc.tuple(places, fc.constantFrom('all', 'any', 'not')).map(
      ([path, kind]) =>
        (set: RuleSet) =>
          wrapCondition(set, path, kind),
    ),
    places.map((path) => (set: RuleSet) => unwrapCondition(set, path)),
    fc.tuple(places, fc.constantFrom('all', 'any')).map(
      ([path, kind]) =>
        (set: RuleSet) =>
          setGroupKind(set, path, kind),
    ),
    fc.tuple(places, fact).map(
      ([path, name]) =>
        (set: RuleSet) =>
          setFact(set, path, name, model),
    ),
    fc.tuple(places, fc.nat(20)).map(([path, at]) => (set: RuleSet) => {
      const condition = readCondition(set, path);
      const choices = operatorsFor(
        model.facts.find((fact) => condition && 'fact' in condition && fact.path === condition.fact) ?? model.facts[0]!,
      );
      const choice = choices[at % choices.length]!;
      return condition && 'fact' in condition ? setOperator(set, path, choice.operator, model, choice.path) : set;
    }),
    fc.constantFrom('low', 'high', 'middle').map((name) => (set: RuleSet) => copyRule(set, name)),
    fc.tuple(fc.constantFrom('low', 'high', 'middle', 'high-2'), fc.nat(4)).map(
      ([name, to]) =>
        (set: RuleSet) =>
          moveRule(set, name, to),
    ),
    fc.constantFrom('low', 'high', 'middle').map((name) => (set: RuleSet) => removeRule(set, name)),
    fc.constantFrom('low', 'high').map((name) => (set: RuleSet) => setEnabled(set, name, false)),
    fc.constant((set: RuleSet) => addRule(set, model)),
    fc.constant((set: RuleSet) => addNamedCondition(set, 'named', { any: [b] })),
    fc.constant((set: RuleSet) => removeNamedCondition(set, 'named')),
  );

  it('keep a rule set in order and the given one as it was', () => {
    fc.assert(
      fc.property(fc.array(edits, { minLength: 1, maxLength: 12 }), (steps) => {
        const start: RuleSet = { ...three, conditions: { named: { all: [b] } } };
        const copy = structuredClone(start);
        const end = steps.reduce((set, edit) => edit(set), start);
        expect(checkRuleSet(end, { sample: model })).toEqual([]);
        expect(start).toEqual(copy);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('words', () => {
  it.each<[Condition, string, string]>([
    [leaf('i', 'greaterThanInclusive', 3), '件数 が 3 件 以上', 'Cases is at least 3'],
    [leaf('days', 'not:lessThan', 3), '日数 が 3 日 以上', 'Days is at least 3 days'],
    [leaf('i', 'lessThan', { fact: 'needed' }), '件数 が 「目標」 未満', 'Cases is less than "Target"'],
    [leaf('b', 'equal', true), '同意 が 「はい」', 'Consent is "Yes"'],
    [leaf('c', 'in', ['low', 'high']), '急ぎ が 「急がない」・「急ぐ」 のどれか', 'Urgency is one of "Low", "High"'],
    [leaf('d', 'before', '2026-04-01'), '開始日 が 2026年4月1日（令和8年） より前', 'Start is before 1 April 2026'],
    [leaf('cs', 'contains', 'x'), '連携先 に 「甲」 がある', 'Links includes "X"'],
    [leaf('cs', 'greaterThan', 1, '$.length'), '連携先の数 が 1 を超える', 'Number of: Links is more than 1'],
    [
      { all: [a, { any: [b, c] }] },
      '件数 が 1 件 を超える、かつ （同意 が 「はい」、または 急ぎ が 「急がない」）',
      'Cases is more than 1 and (Consent is "Yes" or Urgency is "Low")',
    ],
    [{ not: b }, '（同意 が 「はい」） ではない', 'not (Consent is "Yes")'],
    [{ condition: 'many' }, '多い', 'many'],
    [leaf('nobody', 'equal', 'x'), 'nobody が 「x」', 'nobody is "x"'],
  ])('%j', (condition, ja, en) => {
    const ruleSet = { conditionTexts: { many: { ja: '多い', en: 'many' } } };
    expect(describeCondition(condition, model, 'ja', ruleSet)).toBe(ja);
    expect(describeCondition(condition, model, 'en', ruleSet)).toBe(en);
  });

  it('offers for every fact only operators that fit, each with a value to begin with', () => {
    for (const fact of model.facts) {
      const choices = operatorsFor(fact);
      expect(choices.length).toBeGreaterThan(0);
      expect(operatorsFor(fact, 'en').every(({ text, operator }) => text !== operator)).toBe(true);
      for (const { operator, path, takes } of choices) {
        const value = defaultValue(fact, operator, path);
        expect(Array.isArray(value)).toBe(takes === 'list');
        expect(
          checkRuleSet(ruleSetOf({ all: [leaf(fact.path, operator, value, path)] }), { sample: model }),
          `${fact.path} ${operator}`,
        ).toEqual([]);
      }
    }
  });
});

describe('an operator with decorators', () => {
  it.each([
    ['not:in', 'のどれか ではない', 'list'],
    ['everyFact:equal', 'すべてが と同じ', 'one'],
    ['someValue:greaterThan', 'どれか一つについて を超える', 'list'],
    ['equal', 'と同じ', 'one'],
  ])('%s is told in words', (operator, text, takes) => {
    expect(decoratedOperator(operator)).toEqual({ operator, text, takes });
  });

  it('is nothing that can be told when it is not known', () => {
    expect(decoratedOperator('never:equal')).toBeNull();
    expect(decoratedOperator('like')).toBeNull();
  });
});

describe('differences', () => {
  const messages = (before: RuleSet, after: RuleSet) =>
    diffRuleSets(before, after, model).map(({ message }) => message);

  it.each<[string, RuleSet, string[]]>([
    ['nothing', structuredClone(three), []],
    ['another order in the file', { ...three, rules: three.rules.toReversed() }, []],
    ['a rule more', addRule(three, model), ['ルール「rule-1」を加えました。']],
    ['a rule less', removeRule(three, 'low'), ['ルール「low」をなくしました。']],
    [
      'another value',
      setValue(three, '/rules/0/conditions/all/0', 4),
      ['「low」: 条件を「件数 が 1 件 を超える」から「件数 が 4 件 を超える」に変えました。'],
    ],
    [
      'a condition more',
      addCondition(three, '/rules/0/conditions', b),
      ['「low」: 条件「同意 が 「はい」」を加えました。'],
    ],
    [
      'a condition less',
      removeCondition(three, '/rules/1/conditions/all/0'),
      ['「high」: 条件「同意 が 「はい」」をなくしました。'],
    ],
    [
      'the same conditions put together otherwise',
      setGroupKind(three, '/rules/1/conditions', 'any'),
      ['「high」: 条件の組み合わせ方を変えました。'],
    ],
    [
      'another reason',
      setReason(three, 'low', 'ja', '多いため。'),
      ['「low」: 理由の文を「なし」から「多いため。」に変えました。'],
    ],
    ['a rule turned off', setEnabled(three, 'low', false), ['「low」: 使わないようにしました。']],
    ['another place', moveRule(three, 'low', 0), ['「low」: 調べる順番を3番目から1番目に変えました。']],
    [
      'another outcome',
      setEvent(three, 'low', { type: 'prefer', params: { points: 20 } }),
      ['「low」: 結果を「found」から「prefer（20点）」に変えました。'],
    ],
    [
      'an otherwise',
      setEvent(three, null, { type: 'none' }),
      ['どれにも当てはまらないときの結果「none」を加えました。'],
    ],
    [
      'a named condition',
      addNamedCondition(three, 'many', a, { ja: '多い' }),
      ['名前つきの条件「多い」を加えました。'],
    ],
    [
      'another strategy',
      { ...three, strategy: 'every' },
      ['決め方を「最初に当てはまったルール」から「当てはまったルールすべて」に変えました。'],
    ],
  ])('tells %s', (_name, after, expected) => {
    expect(messages(three, after)).toEqual(expected);
  });

  it('gives the place and both sides, in English too', () => {
    expect(diffRuleSets(three, setValue(three, '/rules/0/conditions/all/0', 4), model, 'en')).toEqual([
      {
        kind: 'changed',
        part: 'condition',
        rule: 'low',
        path: '/rules/0/conditions/all/0',
        message: '"low": condition changed from "Cases is more than 1" to "Cases is more than 4".',
        before: 'Cases is more than 1',
        after: 'Cases is more than 4',
      },
    ]);
  });
});

describe('plain json-rules-engine files', () => {
  const event = { type: 'go', params: { message: 'x' } };
  it.each<[string, unknown]>([
    ['a rule', { conditions: { all: [leaf('i', 'equal', 1)] }, event }],
    [
      'a rule with all there is',
      {
        name: 'one',
        priority: 7,
        conditions: {
          any: [
            { fact: 'account', operator: 'equal', value: 1, path: '$.a.b', params: { id: 3 }, priority: 2, id: 'q' },
          ],
        },
        event,
        note: 'kept',
        texts: 'own',
        disabled: 'no',
        plain: 1,
      },
    ],
    [
      'a list',
      [
        { conditions: { all: [b] }, event, name: 'x' },
        { conditions: { not: b }, event },
        { conditions: { all: [b] }, event, name: 'x' },
      ],
    ],
    [
      'a list with odd names and priorities',
      [
        { conditions: { all: [b] }, event, name: 0, priority: '5' },
        { conditions: { all: [b] }, event, name: { a: 1 }, priority: 2.5 },
        { conditions: { all: [b] }, event, name: null, priority: null },
        { conditions: { all: [b] }, event, name: '', priority: 0 },
        { conditions: { all: [b] }, event, name: 'rule-1' },
      ],
    ],
    ['an empty list', []],
    [
      'a document',
      {
        rules: [{ conditions: { condition: 'named' }, event }],
        conditions: { named: { all: [b] } },
        version: 3,
        author: { name: 'x' },
      },
    ],
    ['a document without named conditions', { rules: [{ conditions: { all: [b] }, event }] }],
  ])('come out as they went in: %s', (_name, document) => {
    const ruleSet = importPlain(document, { key: 'k', factModel: 'sample' });
    expect(new Set(ruleSet.rules.map(({ name }) => name)).size).toBe(ruleSet.rules.length);
    expect(exportPlain(ruleSet)).toEqual(document);
    expect(exportPlain(JSON.parse(JSON.stringify(ruleSet)) as RuleSet)).toEqual(document);
  });

  it('come out as they went in, whatever they hold', () => {
    const some = fc.record(
      {
        name: fc.jsonValue(),
        priority: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom('3', null, 1.5)),
        event: fc.record({ type: fc.string() }),
        conditions: fc.constantFrom<Condition>({ all: [a] }, { not: b }),
        extra: fc.jsonValue(),
      },
      { requiredKeys: ['event', 'conditions'] },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          some,
          fc.array(some),
          fc.record(
            {
              rules: fc.array(some),
              conditions: fc.dictionary(fc.string(), fc.constant({ all: [a] })),
              more: fc.jsonValue(),
            },
            { requiredKeys: ['rules'] },
          ),
        ),
        (made) => {
          const document: unknown = JSON.parse(JSON.stringify(made));
          expect(exportPlain(importPlain(document, { key: 'k', factModel: 'sample' }))).toEqual(document);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('become rule sets that can be used and changed', async () => {
    const document = [
      { conditions: { all: [leaf('i', 'greaterThan', 1)] }, event, priority: '5' },
      { name: 'two', conditions: { all: [leaf('b', 'equal', false)] }, event },
    ];
    const ruleSet = importPlain(document, { key: 'k', factModel: 'sample' });
    expect(checkRuleSet(ruleSet, { sample: model })).toEqual([]);
    expect((await decide(ruleSet, facts, model)).outcomes).toEqual([{ ...event, rule: 'rule-1' }]);
    const changed = setEnabled(
      setValue(renameRule(ruleSet, 'rule-1', 'many'), '/rules/0/conditions/all/0', 9),
      'two',
      false,
    );
    expect(exportPlain(changed)).toEqual([
      { name: 'many', conditions: { all: [leaf('i', 'greaterThan', 9)] }, event, priority: '5' },
    ]);
    expect(checkPlain(exportPlain(changed))).toEqual([]);
  });

  it('are not what a rule set is', () => {
    expect(() => importPlain(three, { key: 'k', factModel: 'sample' })).toThrow(TypeError);
  });
});

it('tells which facts each rule uses, and the reverse', () => {
  const set: RuleSet = setReason(
    {
      ...three,
      conditions: {
        outer: { all: [{ condition: 'inner' }, b] },
        inner: { any: [leaf('i', 'lessThan', { fact: 'needed' })] },
      },
      rules: [rule('one', { condition: 'outer' }), rule('two', { not: c })],
    },
    'two',
    'ja',
    '{{days}}',
  );
  expect(usesOf(set)).toEqual({
    facts: { one: ['i', 'needed', 'b'], two: ['c', 'days'] },
    rules: { i: ['one'], needed: ['one'], b: ['one'], c: ['two'], days: ['two'] },
    conditions: { one: ['outer', 'inner'], two: [] },
    rulesOfCondition: { outer: ['one'], inner: ['one'] },
  });
  const { ruleSet } = readLibrary('escalation');
  expect(usesOf(ruleSet).rules['area.unmetSameType']).toContain('several-areas');
});
