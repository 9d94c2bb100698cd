import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseRuleSet, checkFacts, decide, prepareDecide, removeCondition } from '../../rules/index.ts';
import type { Condition, Decision, FactModel, Facts, Finding, Rule, RuleSet } from '../../rules/index.ts';
import { libraryKeys, model, readLibrary, ruleSetOf } from './support.ts';

const leaf = (fact: string, operator: string, value: unknown, path?: string): Condition => ({
  fact,
  operator,
  value,
  ...(path ? { path } : {}),
});
const all = (...conditions: Condition[]): Condition => ({ all: conditions });
const any = (...conditions: Condition[]): Condition => ({ any: conditions });
const rule = (name: string, conditions: Condition, type = 'found', priority = 1): Rule => ({
  name,
  conditions,
  event: { type },
  priority,
});
const setOf = (rules: Rule[], more: Partial<RuleSet> = {}): RuleSet => ({ ...ruleSetOf({ all: [] }), ...more, rules });
const quiet = new Set(['gap', 'only-otherwise']);
const serious = (findings: Finding[]) => findings.filter(({ code }) => !quiet.has(code));
const codesOf = async (ruleSet: RuleSet) =>
  serious(analyseRuleSet(ruleSet, model)).map(({ code, path }) => `${code} ${path}`);

describe('a rule that can never apply', () => {
  it.each<[string, Condition, string]>([
    ['numbers that do not meet', all(leaf('i', 'greaterThanInclusive', 5), leaf('i', 'lessThan', 3)), '/all/1'],
    ['no whole number between', all(leaf('i', 'greaterThan', 3), leaf('i', 'lessThan', 4)), '/all/1'],
    ['a whole number that is none', all(leaf('i', 'equal', 2.5)), '/all/0'],
    ['two values at once', all(leaf('c', 'equal', 'low'), leaf('c', 'equal', 'high')), '/all/1'],
    ['every choice left out', all(leaf('c', 'notIn', ['low', 'high'])), '/all/0'],
    ['yes and no', all(leaf('b', 'equal', true), leaf('b', 'notEqual', true)), '/all/1'],
    ['days that do not meet', all(leaf('d', 'after', '2026-04-01'), leaf('d', 'before', '2026-04-02')), '/all/1'],
    ['a list with and without', all(leaf('cs', 'contains', 'x'), leaf('cs', 'includesNone', ['x', 'y'])), '/all/1'],
    [
      'more named elements than there is room for',
      all(leaf('cs', 'includesAll', ['x', 'y']), leaf('cs', 'lessThan', 2, '$.length')),
      '/all/1',
    ],
    [
      'facts less than each other',
      all(leaf('i', 'lessThan', { fact: 'needed' }), leaf('needed', 'lessThan', { fact: 'i' })),
      '/all/1',
    ],
    [
      'bounds through another fact',
      all(
        leaf('i', 'greaterThan', { fact: 'needed' }),
        leaf('needed', 'greaterThanInclusive', 5),
        leaf('i', 'lessThanInclusive', 5),
      ),
      '',
    ],
    [
      'dates through another fact',
      all(
        leaf('d', 'onOrBefore', { fact: 'until' }),
        leaf('until', 'before', '2026-01-01'),
        leaf('d', 'after', '2026-01-01'),
      ),
      '',
    ],
    [
      'a condition and its opposite',
      all(leaf('i', 'someValue:equal', [1, 2]), { not: leaf('i', 'in', [1, 2, 3]) }),
      '/all/1',
    ],
    [
      'a comparison that is not looked into, and its opposite',
      all(leaf('ss', 'everyFact:in', ['a']), { not: leaf('ss', 'everyFact:in', ['a']) }),
      '/all/1',
    ],
    [
      'a fact that is there and is missing',
      all(leaf('days', 'greaterThan', 3), { not: leaf('days', 'greaterThan', 3) }),
      '/all/1',
    ],
    [
      'either of two that cannot be',
      any(all(leaf('i', 'equal', 1), leaf('i', 'equal', 2)), all(leaf('b', 'equal', true), leaf('b', 'equal', false))),
      '',
    ],
    [
      'every path through a choice',
      all(any(leaf('i', 'lessThan', 2), leaf('i', 'greaterThan', 8)), leaf('i', 'in', [3, 4])),
      '/all/1',
    ],
  ])('%s', async (_name, conditions, place) => {
    expect(await codesOf(ruleSetOf(conditions))).toEqual([`never-true /rules/0/conditions${place}`]);
  });

  it('says which conditions do not go together, in both languages', async () => {
    const ruleSet = ruleSetOf(
      all(leaf('i', 'greaterThanInclusive', 5), leaf('b', 'equal', true), leaf('i', 'lessThan', 3)),
    );
    expect(serious(analyseRuleSet(ruleSet, model))[0]).toMatchObject({
      severity: 'error',
      rule: 'only',
      message:
        '「only」は、どんな場合にも当てはまりません。「件数 が 5 件 以上」と「件数 が 3 件 未満」は同時に成り立ちません。',
    });
    expect(serious(analyseRuleSet(ruleSet, model, 'en'))[0]?.message).toBe(
      '"only" can never apply. "Cases is at least 5" and "Cases is less than 3" cannot hold together.',
    );
  });
});

describe('a rule or condition that says nothing', () => {
  it.each<[string, Condition, string[]]>([
    [
      'a rule that always applies',
      any(leaf('i', 'lessThan', 5), leaf('i', 'greaterThanInclusive', 5)),
      ['always-true /rules/0/conditions'],
    ],
    ['every choice', all(leaf('c', 'in', ['low', 'high'])), ['always-true /rules/0/conditions']],
    [
      'a missing fact is neither, so it is not always so',
      any(leaf('days', 'lessThan', 5), leaf('days', 'greaterThanInclusive', 5)),
      [],
    ],
    [
      'whole numbers under fractions that leave one between',
      all(leaf('i', 'lessThan', 1.5), leaf('i', 'lessThanInclusive', 0.5)),
      ['condition-redundant /rules/0/conditions/all/0'],
    ],
    [
      'whole numbers under fractions that leave none between',
      all(leaf('i', 'lessThan', 1.5), leaf('i', 'lessThanInclusive', 1.2)),
      ['condition-redundant /rules/0/conditions/all/1'],
    ],
    [
      'a wider condition beside a narrower one',
      all(leaf('i', 'greaterThanInclusive', 3), leaf('i', 'greaterThanInclusive', 5)),
      ['condition-redundant /rules/0/conditions/all/0'],
    ],
    [
      'the same condition twice',
      all(leaf('i', 'equal', 3), leaf('i', 'in', [3])),
      ['condition-redundant /rules/0/conditions/all/1'],
    ],
    [
      'a narrower alternative',
      any(leaf('i', 'greaterThan', 3), leaf('i', 'greaterThan', 5)),
      ['condition-redundant /rules/0/conditions/any/1'],
    ],
    [
      'an alternative that cannot be',
      any(leaf('i', 'greaterThan', 3), leaf('c', 'notIn', ['low', 'high'])),
      ['condition-never-true /rules/0/conditions/any/1'],
    ],
    [
      'a condition that always holds',
      all(leaf('i', 'greaterThan', 3), leaf('c', 'in', ['low', 'high'])),
      ['condition-always-true /rules/0/conditions/all/1'],
    ],
    [
      'an alternative that its surroundings rule out',
      all(leaf('i', 'lessThan', 3), any(leaf('i', 'greaterThan', 5), leaf('b', 'equal', true))),
      ['condition-redundant /rules/0/conditions/all/1/any/0'],
    ],
    [
      'below a not',
      { not: all(leaf('i', 'greaterThanInclusive', 3), leaf('i', 'greaterThanInclusive', 5)) },
      ['condition-redundant /rules/0/conditions/not/all/0'],
    ],
    [
      'nothing where a missing fact makes the difference',
      { not: any(leaf('days', 'greaterThan', 3), leaf('b', 'equal', true)) },
      [],
    ],
  ])('%s', async (_name, conditions, expected) => {
    expect(await codesOf(ruleSetOf(conditions))).toEqual(expected);
  });

  it('looks into named conditions too', async () => {
    const ruleSet = ruleSetOf(all({ condition: 'many' }), {
      conditions: { many: all(leaf('i', 'greaterThan', 3), leaf('i', 'greaterThan', 5)) },
      conditionTexts: { many: { ja: '多い' } },
    });
    expect(serious(analyseRuleSet(ruleSet, model))).toMatchObject([
      {
        code: 'condition-redundant',
        path: '/conditions/many/all/0',
        message:
          '名前つきの条件「多い」の条件「件数 が 3 件 を超える」は、ほかの条件に含まれています。なくても結果は同じです。',
      },
    ]);
  });
});

describe('rules among each other', () => {
  const few = leaf('i', 'lessThan', 3);
  const many = leaf('i', 'greaterThanInclusive', 3);
  const yes = leaf('b', 'equal', true);

  it.each<[string, RuleSet, string[]]>([
    [
      'a narrower rule after a wider one',
      setOf([rule('wide', all(many)), rule('narrow', all(leaf('i', 'greaterThan', 7), yes))]),
      ['shadowed /rules/1'],
    ],
    [
      'the same by priority, whatever the order in the file',
      setOf([rule('narrow', all(leaf('i', 'greaterThan', 7), yes)), rule('wide', all(many), 'found', 5)]),
      ['shadowed /rules/0'],
    ],
    [
      'rules that together leave nothing',
      setOf([rule('few', all(few)), rule('many', all(many)), rule('yes', all(yes))]),
      ['shadowed /rules/2'],
    ],
    [
      'a rule behind one that always applies',
      setOf([rule('either', any(few, many)), rule('narrow', all(leaf('i', 'greaterThan', 7)))]),
      ['always-true /rules/0/conditions', 'shadowed /rules/1'],
    ],
    [
      'a rule behind a long list',
      setOf([
        rule('long', all(leaf('ss', 'greaterThanInclusive', 60, '$.length'))),
        rule('longer', all(leaf('ss', 'greaterThan', 60, '$.length'))),
      ]),
      ['shadowed /rules/1'],
    ],
    [
      'refusing always and allowing sometimes',
      setOf([rule('either', any(few, many), 'refuse'), rule('yes', all(yes), 'allow')], {
        strategy: 'every',
        purpose: 'step',
      }),
      ['always-true /rules/0/conditions', 'contradictory /rules/1'],
    ],
    [
      'points that cannot be added up exactly',
      setOf(
        [
          { ...rule('much', all(many)), event: { type: 'prefer', params: { points: 99_999_999_999 } } },
          { ...rule('fine', all(few)), event: { type: 'prefer', params: { points: 0.12345678 } } },
        ],
        { strategy: 'score' },
      ),
      ['points-range /rules/0/event/params/points', 'points-range /rules/1/event/params/points'],
    ],
    ['the wider rule last', setOf([rule('narrow', all(leaf('i', 'greaterThan', 7))), rule('wide', all(many))]), []],
    [
      'a narrower rule where every rule counts',
      setOf([rule('wide', all(many)), rule('narrow', all(leaf('i', 'greaterThan', 7)))], { strategy: 'every' }),
      [],
    ],
    [
      'a disabled rule in front',
      setOf([{ ...rule('wide', all(many)), disabled: true }, rule('narrow', all(leaf('i', 'greaterThan', 7)))]),
      [],
    ],
    [
      'the same conditions in another order',
      setOf([rule('one', all(many, yes)), rule('two', all(yes, { all: [many] }))], { strategy: 'every' }),
      ['duplicate /rules/1'],
    ],
    [
      'the same conditions under a name',
      setOf([rule('one', all(many)), rule('two', { condition: 'many' })], { conditions: { many: all(many) } }),
      ['duplicate /rules/1'],
    ],
    [
      'allow and refuse at once',
      setOf([rule('one', all(many), 'allow'), rule('two', all(yes), 'refuse')], { strategy: 'every', purpose: 'step' }),
      ['contradictory /rules/1'],
    ],
    [
      'allow and refuse that exclude each other',
      setOf([rule('one', all(many), 'allow'), rule('two', all(few), 'refuse')], { strategy: 'every', purpose: 'step' }),
      [],
    ],
    [
      'no candidate left',
      setOf(
        [
          rule('one', all(many), 'exclude'),
          rule('two', all(few), 'exclude'),
          { ...rule('three', all(yes), 'prefer'), event: { type: 'prefer', params: { points: 3 } } },
        ],
        { strategy: 'score' },
      ),
      ['no-candidate /rules'],
    ],
    [
      'an otherwise that is never reached',
      setOf([rule('few', all(few)), rule('many', all(many))], { otherwise: { type: 'none' } }),
      ['otherwise-never /otherwise'],
    ],
  ])('%s', async (_name, ruleSet, expected) => {
    expect(await codesOf(ruleSet)).toEqual(expected);
  });

  it('names the rule that comes first and gives facts for which both apply', async () => {
    const ruleSet = setOf([rule('wide', all(many)), rule('narrow', all(leaf('i', 'greaterThan', 7), yes))]);
    const [shadowed] = serious(analyseRuleSet(ruleSet, model));
    expect(shadowed).toMatchObject({ severity: 'error', rule: 'narrow', other: 'wide', example: { i: 8, b: true } });
    expect((await decide(ruleSet, shadowed?.example ?? {}, model)).outcomes[0]?.rule).toBe('wide');
  });

  it.each<['first' | 'every', number, string]>([
    ['every', 1, 'error'],
    ['first', 1, 'warning'],
    ['first', 2, 'note'],
  ])('takes allow beside refuse under %s with priority %i for a matter of %s', async (strategy, priority, severity) => {
    const ruleSet = setOf([rule('one', all(many), 'allow', priority), rule('two', all(yes), 'refuse')], {
      strategy,
      purpose: 'step',
    });
    const [finding] = serious(analyseRuleSet(ruleSet, model));
    expect(finding).toMatchObject({
      code: 'contradictory',
      severity,
      rule: 'two',
      other: 'one',
      example: { i: 3, b: true },
    });
  });

  it.each<[string, Partial<RuleSet>, string, string]>([
    ['a decision without an answer', { purpose: 'escalation' }, 'gap', 'warning'],
    ['a watch that has nothing to say', { purpose: 'watch', strategy: 'every' }, 'gap', 'note'],
    ['a case that only otherwise answers', { otherwise: { type: 'none' } }, 'only-otherwise', 'note'],
  ])('gives facts for %s', async (_name, more, code, severity) => {
    const ruleSet = setOf([rule('many', all(many)), rule('yes', all(yes))], more);
    const [finding] = analyseRuleSet(ruleSet, model);
    expect(finding).toMatchObject({ code, severity, example: { i: 0, b: false } });
    expect((await decide(ruleSet, finding?.example ?? {}, model)).rules.every(({ held }) => held !== 'held')).toBe(
      true,
    );
  });

  it('does not take a number below zero for a gap', async () => {
    expect(analyseRuleSet(setOf([rule('any', all(leaf('i', 'greaterThanInclusive', 0)))]), model)).toEqual([]);
  });

  it('gives a missing fact as an example where that makes the gap', async () => {
    const [finding] = analyseRuleSet(
      setOf([
        rule('short', all(leaf('days', 'lessThan', 5))),
        rule('long', all(leaf('days', 'greaterThanInclusive', 5))),
      ]),
      model,
    );
    expect(finding?.code).toBe('gap');
    expect(finding?.example).not.toHaveProperty('days');
  });

  it('tells which rules applied to no stored case, when that is known', async () => {
    const ruleSet = setOf([
      rule('few', all(few)),
      rule('many', all(many)),
      { ...rule('off', all(yes)), disabled: true },
    ]);
    const findings = analyseRuleSet(ruleSet, model, 'ja', { fired: { few: 3 } });
    expect(findings.filter(({ code }) => code === 'never-fired')).toEqual([
      {
        code: 'never-fired',
        severity: 'note',
        path: '/rules/1',
        rule: 'many',
        message: '「many」は、この12か月の記録では一度も当てはまっていません。',
      },
    ]);
  });
});

describe('what it does not do', () => {
  it('gives the plain check alone where a rule set is not in order', async () => {
    const findings = analyseRuleSet(ruleSetOf(all(leaf('nobody', 'equal', 1))), model);
    expect(findings).toMatchObject([
      { code: 'unknown-fact', severity: 'error', path: '/rules/0/conditions/all/0/fact' },
    ]);
  });

  it('claims nothing that it could not work out, and says so', async () => {
    // A pigeonhole: six numbers in five places, all different, is beyond what is looked for.
    const wide: FactModel = {
      key: 'sample',
      label: { ja: '見本' },
      facts: Array.from({ length: 9 }, (_none, index) => ({
        path: `p${index}`,
        type: 'integer',
        origin: 'form',
        label: { ja: `数${index}` },
      })),
    };
    const names = wide.facts.map(({ path }) => path);
    const different = names.flatMap((a, index) => names.slice(0, index).map((b) => leaf(a, 'notEqual', { fact: b })));
    const findings = analyseRuleSet(
      ruleSetOf(all(...names.map((name) => leaf(name, 'in', [1, 2, 3, 4, 5, 6, 7, 8])), ...different)),
      wide,
    );
    expect(findings.filter(({ code }) => code !== 'gap')).toMatchObject([
      { code: 'undecided', severity: 'note', rule: 'only' },
    ]);
  });

  it.each(libraryKeys)('finds nothing wrong with the shipped set %s', async (key) => {
    const { ruleSet, model } = readLibrary(key);
    for (const language of ['ja', 'en'] as const) {
      const findings = analyseRuleSet(ruleSet, model, language);
      expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
      expect(findings.filter(({ code }) => code === 'undecided')).toEqual([]);
    }
  });

  it('reads groups in groups, however deep', () => {
    const deep = (depth: number, inner: Condition): Condition =>
      depth === 0
        ? inner
        : any(all(deep(depth - 1, inner), leaf('i', 'greaterThan', 1)), leaf('n', 'greaterThan', depth));
    const rules = ['one', 'two'].map((name) => rule(name, any(deep(13, leaf('needed', 'lessThan', 3))), 'found'));
    expect(analyseRuleSet(setOf(rules), model).map(({ code }) => code)).toContain('duplicate');
  });

  it('keeps to a bounded time with a hundred rules', async () => {
    const rules = Array.from({ length: 100 }, (_none, index) =>
      rule(
        `r${index}`,
        all(
          leaf('i', 'greaterThan', index % 17),
          leaf('needed', 'lessThan', 100 - (index % 13)),
          any(leaf('c', 'equal', index % 2 ? 'low' : 'high'), leaf('cs', 'contains', 'x')),
          leaf('n', 'notEqual', index),
          leaf('d', 'after', '2026-01-01'),
        ),
        'found',
        200 - index,
      ),
    );
    const findings = analyseRuleSet(setOf(rules), model);
    expect(findings.filter(({ code }) => code === 'shadowed').length).toBeGreaterThan(50);
  });
});

// ---- never claims what is not so

const small: FactModel = {
  key: 'sample',
  label: { ja: '見本' },
  facts: [
    { path: 'i', type: 'integer', origin: 'form', label: { ja: '甲' } },
    { path: 'j', type: 'integer', origin: 'form', label: { ja: '乙' }, optional: true },
    { path: 'n', type: 'number', origin: 'form', label: { ja: '丙' }, optional: true },
    { path: 'b', type: 'boolean', origin: 'form', label: { ja: '丁' } },
    {
      path: 'c',
      type: 'choice',
      origin: 'form',
      label: { ja: '戊' },
      optional: true,
      choices: ['p', 'q', 'r'].map((value) => ({ value, text: { ja: value } })),
    },
    { path: 's', type: 'string', origin: 'form', label: { ja: '己' } },
    { path: 'd', type: 'date', origin: 'form', label: { ja: '庚' } },
    { path: 'e', type: 'date', origin: 'form', label: { ja: '辛' }, optional: true },
    {
      path: 'l',
      type: 'choices',
      origin: 'form',
      label: { ja: '壬' },
      choices: ['p', 'q'].map((value) => ({ value, text: { ja: value } })),
    },
    { path: 'm', type: 'strings', origin: 'form', label: { ja: '癸' }, optional: true },
  ],
};

const whole = fc.integer({ min: 0, max: 3 });
const real = fc.constantFrom(0, 0.5, 1, 1.5, 2);
const day = fc.integer({ min: 1, max: 4 }).map((number) => `2026-04-0${number}`);
const letter = fc.constantFrom('p', 'q', 'r');
const two = fc.constantFrom('p', 'q');
const listOf = <T>(entry: fc.Arbitrary<T>) => fc.array(entry, { minLength: 1, maxLength: 3 });
const ranges = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'];
const dates = ['before', 'after', 'onOrBefore', 'onOrAfter'];
const negate = (operator: fc.Arbitrary<string>) =>
  fc.tuple(fc.constantFrom('', '', 'not:'), operator).map(([prefix, name]) => `${prefix}${name}`);
const asks = (fact: fc.Arbitrary<string>, operators: string[], value: fc.Arbitrary<unknown>, path?: string) =>
  fc
    .record({ fact, operator: negate(fc.constantFrom(...operators)), value })
    .map((made): Condition => (path ? { ...made, path } : made));
const other = (...facts: string[]) => fc.constantFrom(...facts).map((fact) => ({ fact }));

const leaves = fc.oneof(
  {
    weight: 4,
    arbitrary: asks(
      fc.constantFrom('i', 'j', 'n'),
      [...ranges, 'equal', 'notEqual', 'swap:lessThan', 'swap:greaterThanInclusive'],
      fc.oneof(whole, real),
    ),
  },
  {
    weight: 2,
    arbitrary: asks(fc.constantFrom('i', 'j', 'n'), [...ranges, 'equal', 'notEqual'], other('i', 'j', 'n')),
  },
  {
    weight: 2,
    arbitrary: asks(
      fc.constantFrom('i', 'j'),
      ['in', 'notIn', 'someValue:equal', 'everyValue:greaterThan', 'someValue:not:lessThan', 'everyValue:notEqual'],
      listOf(whole),
    ),
  },
  asks(fc.constant('b'), ['equal', 'notEqual'], fc.boolean()),
  asks(fc.constant('c'), ['equal', 'notEqual'], fc.oneof(letter, other('s'))),
  asks(fc.constantFrom('c', 's'), ['in', 'notIn', 'someValue:notEqual'], listOf(letter)),
  asks(fc.constantFrom('d', 'e'), [...dates, 'equal', 'notEqual'], fc.oneof(day, other('d', 'e'))),
  {
    weight: 2,
    arbitrary: asks(
      fc.constantFrom('l', 'm'),
      ['contains', 'doesNotContain', 'someFact:equal', 'everyFact:equal', 'everyFact:notEqual', 'someFact:not:equal'],
      two,
    ),
  },
  {
    weight: 2,
    arbitrary: asks(
      fc.constantFrom('l', 'm'),
      [
        'includesAny',
        'includesAll',
        'includesNone',
        'someFact:in',
        'everyFact:in',
        'everyFact:notIn',
        'swap:includesAll',
        'someValue:contains',
        'everyValue:doesNotContain',
      ],
      listOf(two),
    ),
  },
  asks(fc.constantFrom('l', 'm'), ['includesAny', 'includesAll', 'swap:includesAll', 'includesNone'], other('l', 'm')),
  asks(fc.constantFrom('l', 'm'), ['contains', 'doesNotContain'], other('s', 'c')),
  asks(fc.constantFrom('l', 'm'), [...ranges, 'equal', 'notEqual'], whole, '$.length'),
  asks(fc.constantFrom('l', 'm'), ranges, other('i', 'j'), '$.length'),
);

const { tree } = fc.letrec<{ tree: Condition; group: Condition }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaves,
    tie('group'),
    fc.constant({ condition: 'named' }),
  ),
  group: fc.oneof(
    fc.array(tie('tree'), { minLength: 1, maxLength: 4 }).map((conditions): Condition => ({ all: conditions })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 4 }).map((conditions): Condition => ({ any: conditions })),
    tie('tree').map((condition): Condition => ({ not: condition })),
  ),
}));

const root = fc.oneof(
  fc.array(tree, { minLength: 1, maxLength: 4 }).map((conditions) => all(...conditions)),
  fc.array(tree, { minLength: 1, maxLength: 3 }).map((conditions) => any(...conditions)),
  tree.map((condition): Condition => ({ not: condition })),
);
const type = fc.constantFrom('allow', 'refuse');

const sets = fc
  .record({
    rules: fc.array(
      fc.record({
        conditions: root,
        priority: fc.integer({ min: 1, max: 2 }),
        disabled: fc.constantFrom(false, false, false, true),
        type,
      }),
      { minLength: 1, maxLength: 4 },
    ),
    named: fc.array(leaves, { minLength: 1, maxLength: 3 }),
    strategy: fc.constantFrom('first', 'every', 'score'),
    otherwise: fc.boolean(),
  })
  .map(({ rules, named, strategy, otherwise }) =>
    setOf(
      rules.map(({ type, ...made }, index) => ({
        ...made,
        name: `r${index}`,
        event:
          strategy === 'score'
            ? type === 'allow'
              ? { type: 'prefer', params: { points: 1 } }
              : { type: 'exclude' }
            : { type },
      })),
      {
        conditions: { named: all(...named) },
        strategy,
        ...(otherwise ? { otherwise: { type: 'none' } } : {}),
      },
    ),
  );

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 });
const someFacts = fc
  .record({
    i: fc.integer({ min: -1, max: 4 }),
    j: maybe(fc.integer({ min: -1, max: 4 })),
    n: maybe(fc.constantFrom(-0.5, 0, 0.25, 0.5, 1, 1.5, 2, 3)),
    b: fc.boolean(),
    c: maybe(letter),
    s: fc.constantFrom('p', 'q', 'r', 'z'),
    d: day,
    e: maybe(day),
    l: fc.array(two, { maxLength: 3 }),
    m: maybe(fc.array(fc.constantFrom('p', 'q', 'z'), { maxLength: 3 })),
  })
  .map((facts): Facts =>
    Object.fromEntries(Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
  );

/** What a finding claims of every case; undefined where it claims nothing of that kind. */
function claimOf({ code, rule: name }: Finding): ((decision: Decision) => boolean) | undefined {
  const held = (decision: Decision) => decision.rules.find((result) => result.name === name)?.held === 'held';
  switch (code) {
    case 'never-true':
      return (decision) => !held(decision);
    case 'always-true':
      return held;
    case 'shadowed':
      return (decision) => decision.outcomes[0]?.rule !== name;
    case 'otherwise-never':
      return (decision) => decision.rules.some((result) => result.held === 'held');
    case 'no-candidate':
      return (decision) => decision.excluded === true;
    default:
      return undefined;
  }
}

/** What an example has to show. */
function showOf({ code, rule: name, other }: Finding): (decision: Decision) => boolean {
  const held = (decision: Decision, ruleName: string | undefined) =>
    decision.rules.find((result) => result.name === ruleName)?.held === 'held';
  return (decision) => {
    if (code === 'gap' || code === 'only-otherwise') return decision.outcomes.every((outcome) => outcome.rule === null);
    if (code === 'no-candidate') return decision.excluded === true;
    return held(decision, name) && (other === undefined || held(decision, other));
  };
}

const tell = (decision: Decision) => decision.rules.map(({ name, held }) => `${name} ${held === 'held'}`);

describe('for any rules and facts', () => {
  it('claims only what is so, and gives examples that show it', async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(sets, fc.array(someFacts, { minLength: 8, maxLength: 8 }), async (ruleSet, cases) => {
        const decideAll = prepareDecide(ruleSet, small);
        const findings = analyseRuleSet(ruleSet, small);
        const decisions = findings.length > 0 ? await Promise.all(cases.map(decideAll)) : [];
        for (const finding of findings) {
          seen.set(finding.code, (seen.get(finding.code) ?? 0) + 1);
          const claim = claimOf(finding);
          for (const decision of decisions) if (claim) expect(claim(decision), finding.code).toBe(true);
          if (finding.code === 'duplicate')
            for (const { rules } of decisions)
              expect(rules.find(({ name }) => name === finding.rule)?.held).toBe(
                rules.find(({ name }) => name === finding.other)?.held,
              );
          if (finding.code.startsWith('condition-')) {
            const less = removeCondition(ruleSet, finding.path);
            expect(less).not.toBe(ruleSet);
            const decideLess = prepareDecide(less, small);
            for (const [index, decision] of decisions.entries())
              expect(tell(await decideLess(cases[index] ?? {})), finding.path).toEqual(tell(decision));
          }
          if (!finding.example) continue;
          expect(checkFacts(small, finding.example)).toEqual([]);
          expect(showOf(finding)(await decideAll(finding.example)), finding.code).toBe(true);
        }
      }),
      { numRuns: Number(process.env.ANALYSE_RUNS ?? 2000) },
    );
    for (const code of [
      'never-true',
      'always-true',
      'condition-redundant',
      'condition-never-true',
      'condition-always-true',
      'shadowed',
      'contradictory',
      'gap',
      'only-otherwise',
      'otherwise-never',
      'no-candidate',
    ])
      expect(seen.get(code), code).toBeGreaterThan(5);
  }, 240_000);
});
