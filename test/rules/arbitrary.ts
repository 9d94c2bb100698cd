import fc from 'fast-check';
import { kindOf } from '../../rules/operators.ts';
import type { Condition, FactDeclaration, Facts, FactValue, Rule, RuleSet } from '../../rules/index.ts';
import { model } from './support.ts';

// Small ranges: values must meet, or every comparison would be false.
const scalars: Record<string, fc.Arbitrary<unknown>> = {
  number: fc.constantFrom(-1, 0, 0.5, 1, 2, 2.5, 3, 10, 70_000, 1e9),
  integer: fc.constantFrom(-1, 0, 1, 2, 3, 4, 10),
  boolean: fc.boolean(),
  date: fc.constantFrom('2025-12-31', '2026-11-23', '2026-11-24', '2026-12-01'),
  string: fc.constantFrom('', 'a', 'b', '9', '10', 'さくら'),
};

function scalarOf({ type, choices }: FactDeclaration): fc.Arbitrary<unknown> {
  if (choices) return fc.constantFrom(...choices.map((choice) => choice.value));
  return scalars[type] ?? scalars.string ?? fc.constant('');
}

const several = (entry: fc.Arbitrary<unknown>): fc.Arbitrary<unknown[]> =>
  fc.array(entry, { minLength: 1, maxLength: 3 });

/** The operators of a single value, each with whether it wants one value or a list. */
function operatorsOfOne(kind: string): { one: string[]; list: string[] } {
  const ordered =
    kind === 'number'
      ? ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive']
      : kind === 'date'
        ? ['before', 'after', 'onOrBefore', 'onOrAfter']
        : [];
  const operators = ['equal', 'notEqual', ...ordered];
  return {
    one: [
      ...operators,
      ...operators.map((name) => `not:${name}`),
      ...operators.map((name) => `swap:${name}`),
      ...operators.map((name) => `swap:not:${name}`),
    ],
    list: [
      'in',
      'notIn',
      'not:in',
      'not:notIn',
      ...operators.flatMap((name) => [`someValue:${name}`, `everyValue:${name}`, `not:someValue:${name}`]),
    ],
  };
}

const listOperators = {
  one: [
    'contains',
    'doesNotContain',
    'not:contains',
    'someFact:equal',
    'everyFact:notEqual',
    'not:someFact:equal',
    'swap:in',
    'swap:notIn',
  ],
  list: [
    'includesAny',
    'includesAll',
    'includesNone',
    'not:includesAll',
    'not:includesNone',
    'someFact:in',
    'everyFact:in',
    'everyFact:someValue:equal',
    'someValue:contains',
    'everyValue:doesNotContain',
    'someFact:everyValue:notEqual',
  ],
};

const lengthPath = '$.length';

/** A comparison that fits the model: with values, or with a fact of the same kind. */
const typedLeaf: fc.Arbitrary<Condition> = fc
  .constantFrom(...model.facts)
  .chain((declaration): fc.Arbitrary<Condition> => {
    const { kind, shape } = kindOf(declaration.type);
    const { one: single, list } = shape === 'one' ? operatorsOfOne(kind) : listOperators;
    const scalar = scalarOf(declaration);
    const fact = declaration.path;
    const same = model.facts.filter(
      (other) => kindOf(other.type).kind === kind && !other.choices && !declaration.choices,
    );
    const facts = (want: string): { fact: string }[] =>
      same.filter((other) => kindOf(other.type).shape === want).map((other) => ({ fact: other.path }));
    const withFact = (operators: string[], others: { fact: string }[]): fc.Arbitrary<Condition>[] =>
      others.length > 0
        ? [
            fc.record({
              fact: fc.constant(fact),
              operator: fc.constantFrom(...operators),
              value: fc.constantFrom(...others),
            }),
          ]
        : [];
    return fc.oneof(
      fc.record({ fact: fc.constant(fact), operator: fc.constantFrom(...single), value: scalar }),
      fc.record({ fact: fc.constant(fact), operator: fc.constantFrom(...list), value: several(scalar) }),
      ...withFact(single, facts('one')),
      ...withFact(list, facts('list')),
      ...(shape === 'list'
        ? [
            fc.record({
              fact: fc.constant(fact),
              path: fc.constant(lengthPath),
              operator: fc.constantFrom('lessThan', 'greaterThanInclusive', 'equal'),
              value: fc.constantFrom<unknown>(0, 1, 2, { fact: 'i' }, { fact: 'cs', path: lengthPath }),
            }),
          ]
        : []),
    );
  });

function conditions(
  leaf: fc.Arbitrary<Condition>,
  names: string[],
  smallest: number,
): { group: fc.Arbitrary<Condition>; part: fc.Arbitrary<Condition> } {
  const tied = fc.letrec<{ part: Condition; group: Condition }>((tie) => ({
    part: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'conditions' },
      { weight: 3, arbitrary: leaf },
      ...(names.length > 0 ? [fc.record({ condition: fc.constantFrom(...names) })] : []),
      tie('group'),
    ),
    group: fc.oneof(
      fc.record({ all: fc.array(tie('part'), { minLength: smallest, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('part'), { minLength: smallest, maxLength: 3 }) }),
      fc.record({ not: tie('part') }),
    ),
  }));
  return tied;
}

function named(leaf: fc.Arbitrary<Condition>, smallest: number): fc.Arbitrary<Record<string, Condition>> {
  return fc.record({
    first: conditions(leaf, [], smallest).group,
    second: conditions(leaf, ['first'], smallest).group,
  });
}

/** A rule set over the sample model, in order as `checkRuleSet` sees it. */
export const typedRuleSet: fc.Arbitrary<RuleSet> = fc
  .record({
    strategy: fc.constantFrom<RuleSet['strategy']>('first', 'every', 'score'),
    conditions: named(typedLeaf, 1),
    rules: fc.array(
      fc.record(
        {
          conditions: fc.oneof(
            { weight: 5, arbitrary: conditions(typedLeaf, ['first', 'second'], 1).group },
            fc.record({ condition: fc.constantFrom('first', 'second') }),
          ),
          event: fc.constantFrom(...[0.1, 0.2, 5, -3].map((points) => ({ type: 'prefer', params: { points } })), {
            type: 'exclude',
          }),
          priority: fc.integer({ min: 1, max: 3 }),
          disabled: fc.constantFrom(true, false, false, false),
        },
        { requiredKeys: ['conditions', 'event'] },
      ),
      { minLength: 1, maxLength: 5 },
    ),
    otherwise: fc.option(fc.constantFrom({ type: 'none' }, { type: 'none', params: { why: 1 } }), { nil: undefined }),
  })
  .map(({ rules, otherwise, ...more }) => ({
    key: 'sample',
    purpose: 'watch',
    factModel: 'sample',
    texts: { ja: { name: '見本' } },
    ...more,
    ...(otherwise ? { otherwise } : {}),
    rules: rules.map((rule, index): Rule => ({ name: `rule${index}`, ...rule })),
  }));

/** Facts that fit the model, with some of them absent or null. */
export const typedFacts: fc.Arbitrary<Facts> = fc
  .record(
    Object.fromEntries(
      model.facts.map((declaration) => {
        const scalar = scalarOf(declaration);
        const value = kindOf(declaration.type).shape === 'list' ? fc.array(scalar, { maxLength: 3 }) : scalar;
        return [declaration.path, fc.oneof({ weight: 8, arbitrary: value }, fc.constant(null))];
      }),
    ),
    { requiredKeys: [] },
  )
  .map((facts) => facts as Record<string, FactValue>);

const plainScalar = fc.constantFrom<unknown>(
  -1,
  0,
  1,
  2,
  10,
  2.5,
  '',
  '1',
  '2',
  '10',
  '9',
  'a',
  'ab',
  '2026-11-23',
  null,
  true,
  false,
);
const plainValue = fc.oneof({ weight: 3, arbitrary: plainScalar }, fc.array(plainScalar, { maxLength: 3 }));
const plainFact = fc.constantFrom('a', 'b', 'c', 'deep', 'constructor');
const plainPath = fc.constantFrom('$', '$.x', '$.x.y', '$.list[0]', '$.list.length', '$[1]');
const plainBase = [
  'equal',
  'notEqual',
  'in',
  'notIn',
  'contains',
  'doesNotContain',
  'lessThan',
  'lessThanInclusive',
  'greaterThan',
  'greaterThanInclusive',
];
const plainDecorators = ['someFact', 'everyFact', 'someValue', 'everyValue', 'swap', 'not'];

const plainOperator = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant<string[]>([]) },
      fc.array(fc.constantFrom(...plainDecorators), { minLength: 1, maxLength: 2 }),
    ),
    fc.constantFrom(...plainBase),
  )
  .map(([prefixes, base]) => [...prefixes, base].join(':'));

const plainReference = fc.record(
  { fact: plainFact, path: plainPath },
  { requiredKeys: ['fact'], noNullPrototype: true },
);

/** Lists for the operators that search in one, mostly: the rest throws, which is not all that is to be seen. */
const plainLeaf: fc.Arbitrary<Condition> = plainOperator.chain((operator) => {
  const wantsList = /(?:^|:)(?:in|notIn)$|Value/.test(operator);
  const value = wantsList
    ? fc.oneof({ weight: 9, arbitrary: fc.array(plainScalar, { maxLength: 3 }) }, plainValue, plainReference)
    : fc.oneof({ weight: 4, arbitrary: plainValue }, plainReference);
  return fc.record(
    {
      fact: plainFact,
      operator: fc.constant(operator),
      value,
      path: plainPath,
      priority: fc.constantFrom<unknown>(1, 2, 5, 2.7, '2', 0),
    },
    { requiredKeys: ['fact', 'operator', 'value'] },
  );
});

const plainRule = fc.record(
  {
    conditions: fc.oneof(
      { weight: 5, arbitrary: conditions(plainLeaf, ['first', 'second'], 0).group },
      fc.record({ condition: fc.constantFrom('first', 'second') }),
    ),
    event: fc.record(
      { type: fc.constantFrom('p', 'q', 'error'), params: fc.constant({ x: 1 }) },
      { requiredKeys: ['type'] },
    ),
    priority: fc.integer({ min: 1, max: 3 }),
  },
  { requiredKeys: ['conditions', 'event'] },
);

/** A plain json-rules-engine document: operators, decorators, paths, groups (empty ones too), priorities, shared conditions. */
export const plainDocument = fc
  .record({ conditions: named(plainLeaf, 0), rules: fc.array(plainRule, { minLength: 1, maxLength: 4 }) })
  .map(({ conditions, rules }) => ({
    conditions,
    rules: rules.map((rule, index) => ({ name: `rule${index}`, ...rule })),
  }));

/** Objects such as JSON.parse gives, not fast-check's own without a prototype. */
const ordinary = { noNullPrototype: true };
const plainThing = fc.oneof(
  { weight: 5, arbitrary: plainValue },
  fc.constant(Number.NaN),
  fc.array(fc.constantFrom(1, Number.NaN, null), { maxLength: 2 }),
);
const deep = fc.record(
  { x: fc.oneof(plainThing, fc.record({ y: plainThing }, ordinary)), list: fc.array(plainScalar, { maxLength: 2 }) },
  { requiredKeys: [], ...ordinary },
);

/** Facts of any kind for it, some missing. */
export const plainFacts: fc.Arbitrary<Record<string, unknown>> = fc.record(
  { a: plainThing, b: plainThing, c: plainThing, deep: fc.oneof(deep, plainThing), constructor: plainThing },
  { requiredKeys: [], ...ordinary },
);
/** Facts with every name, so that a run without undefined facts allowed gets to its rules. */
export const fullFacts: fc.Arbitrary<Record<string, unknown>> = fc.record(
  { a: plainThing, b: plainThing, c: plainThing, deep, constructor: plainThing },
  ordinary,
);
