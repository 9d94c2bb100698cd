import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answersToSend, applyLogic, logicIssues } from '../../client/forms/logic.tsx';
import type { LocalForm } from '../../client/lib/contract.ts';
import { fits } from '../../client/forms/check-answers.ts';
import { keepAsked, localize, validate } from '../../forms/index.ts';
import { planOf } from '../../forms/logic/plan.ts';
import { settle } from '../../forms/logic/settle.ts';
import { listUnmet } from '../../forms/logic/unmet.ts';
import type { JsonSchema, LogicEffect, LogicRule } from '../../forms/types.ts';
import { decide } from '../../rules/index.ts';
import type { Condition, FactDeclaration, RuleSet } from '../../rules/types.ts';

/* Random forms with random rules, random answers: what the screen does, what the server does, and that the order of rules makes no difference. */

const kinds = {
  flag: { schema: { type: 'boolean' }, values: [true, false], operators: ['equal', 'notEqual'] },
  count: {
    schema: { type: 'integer' },
    values: [0, 1, 2, 3],
    operators: ['equal', 'notEqual', 'lessThan', 'greaterThanInclusive'],
  },
  choice: {
    schema: { type: 'string', enum: ['a', 'b', 'c'] },
    values: ['a', 'b', 'c'],
    operators: ['equal', 'notEqual'],
  },
  day: {
    schema: { type: 'string', format: 'date' },
    values: ['2026-11-01', '2026-11-02', '2026-11-03'],
    operators: ['before', 'onOrAfter', 'equal'],
  },
} as const;
type Kind = keyof typeof kinds;

/** Fields at the top, in a group, in a list's entries and in entries of these; by path. */
const fields: Record<string, Kind> = Object.fromEntries(
  ['', 'group.', 'rows[].', 'rows[].inner[].'].flatMap((prefix) =>
    (['flag', 'count', 'choice', 'day'] as const).flatMap((kind) =>
      [1, 2].map((number) => [`${prefix}${kind}${number}`, kind] as const),
    ),
  ),
);
const group = (prefix: string, more: Record<string, JsonSchema> = {}): JsonSchema => ({
  type: 'object',
  properties: {
    ...Object.fromEntries(
      Object.entries(fields)
        .filter(([path]) => path.startsWith(prefix) && !/[.[]/.test(path.slice(prefix.length)))
        .map(([path, kind]) => [path.slice(prefix.length), kinds[kind].schema]),
    ),
    ...more,
  },
});
const plain = group('', {
  group: group('group.'),
  rows: {
    type: 'array',
    items: group('rows[].', { inner: { type: 'array', items: group('rows[].inner[].') } }),
  },
});
/** The same where the schema itself asks some of the fields that rules read and set by conditions, which read such too. */
const schemaAsking = (...names: string[]) => ({
  properties: Object.fromEntries(names.map((name) => [name, kinds[fields[name]!].schema])),
});
const byCondition = ['count2', 'choice2', 'day2', 'flag2', 'day1'];
const conditional: JsonSchema = {
  ...plain,
  properties: Object.fromEntries(
    Object.entries(plain.properties as Record<string, JsonSchema>).filter(([name]) => !byCondition.includes(name)),
  ),
  if: { properties: { flag1: { const: true } }, required: ['flag1'] },
  then: schemaAsking('count2', 'choice2'),
  else: schemaAsking('day2'),
  allOf: [{ if: { properties: { count1: { enum: [1, 2] } }, required: ['count1'] }, then: schemaAsking('flag2') }],
  dependentSchemas: { choice1: schemaAsking('day1') },
};

const scopeOf = (path: string): string => path.slice(0, path.lastIndexOf('[].') + 1);
const paths = Object.keys(fields);

const comparison = (within: string) =>
  fc.constantFrom(...paths.filter((path) => !path.includes('[]') || within.startsWith(scopeOf(path)))).chain((fact) => {
    const { values, operators } = kinds[fields[fact]!];
    return fc.record({
      fact: fc.constant(fact),
      operator: fc.constantFrom<string>(...operators),
      value: fc.constantFrom<string | number | boolean>(...values),
    });
  });
const condition = (within: string): fc.Arbitrary<Condition> => {
  const leaf = comparison(within);
  const joined = fc.oneof(
    fc.array(leaf, { minLength: 1, maxLength: 2 }).map((all) => ({ all })),
    fc.array(leaf, { minLength: 1, maxLength: 2 }).map((any) => ({ any })),
    leaf.map((not) => ({ all: [{ not }] })),
    fc.constantFrom(1, 2).map((value) => ({ all: [{ fact: 'rows', operator: 'lessThan', value, path: '$.length' }] })),
  );
  return joined;
};

const effect = (path: string): fc.Arbitrary<LogicEffect> => {
  const { values } = kinds[fields[path]!];
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant<LogicEffect>({ show: [path] }) },
    fc.constant<LogicEffect>({ require: [path] }),
    fc.constant<LogicEffect>({ want: [path] }),
    fc.constant<LogicEffect>({ limit: path, to: [values[0], values[1]] }),
    fc.constantFrom<string | number | boolean>(...values).map((value): LogicEffect => ({ set: path, value })),
    fc.constant<LogicEffect>({ refuse: path, message: { ja: '送れません' } }),
  );
};

const rule = fc
  .constantFrom(...paths)
  .chain((path) => fc.record({ when: condition(scopeOf(path)), then: effect(path) }));
const logic: fc.Arbitrary<LogicRule[]> = fc
  .array(rule, { minLength: 1, maxLength: 12 })
  .map((rules) => rules.map((rule, index) => ({ id: `r${index}`, ...rule })));

const answersOf = (prefix: string, more: Record<string, fc.Arbitrary<unknown>> = {}, odd = false) =>
  fc.record(
    {
      ...Object.fromEntries(
        paths
          .filter((path) => path.startsWith(prefix) && !/[.[]/.test(path.slice(prefix.length)))
          .map((path) => {
            const own = fc.constantFrom<unknown>(...kinds[fields[path]!].values);
            return [path.slice(prefix.length), odd ? fc.oneof(own, fc.constantFrom<unknown>('x', null, [], 1.5)) : own];
          }),
      ),
      ...more,
    },
    { requiredKeys: [] },
  );
const answers = (odd = false): fc.Arbitrary<Record<string, unknown>> =>
  answersOf(
    '',
    {
      group: answersOf('group.', {}, odd),
      rows: fc.array(
        answersOf('rows[].', { inner: fc.array(answersOf('rows[].inner[].', {}, odd), { maxLength: 2 }) }, odd),
        { maxLength: 3 },
      ),
    },
    odd,
  );

const schema = fc.constantFrom(plain, conditional);
const shuffled = logic.chain((rules) =>
  fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length, maxLength: rules.length })),
);
const local = (form: { schema: JsonSchema; logic: LogicRule[] }): LocalForm => ({
  id: '1',
  key: 'x',
  number: 1,
  ...localize({ key: 'x', purpose: 'record', texts: { ja: { name: 'x', fields: {} } }, ...form }, 'ja'),
});
const valueAt = (value: unknown, place: string): unknown =>
  place
    .split('/')
    .slice(1)
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], value);
const placed = (issues: { path: string; code: string }[]): string[] =>
  issues.map(({ path, code }) => `${path} ${code}`).toSorted();

describe("a form's logic, whatever the form", () => {
  it('does not depend on the order of its rules', () => {
    fc.assert(
      fc.property(schema, shuffled, answers(true), (of, [rules, other], given) => {
        const [first, second] = [
          { schema: of, logic: rules },
          { schema: of, logic: other },
        ];
        expect(keepAsked(second, given)).toEqual(keepAsked(first, given));
        expect(validate(second, given)).toEqual(validate(first, given));
      }),
      { numRuns: 150 },
    );
  });

  it('never keeps an answer of a field that it hides, and keeps the same when it is asked again', () => {
    fc.assert(
      fc.property(schema, logic, answers(true), (of, rules, given) => {
        const form = { schema: of, logic: rules };
        const kept = keepAsked(form, given);
        expect(settle(form, given, fits).agreed).toBe(true);
        for (const place of settle(form, given, fits).outcome.hidden) expect(valueAt(kept, place)).toBeUndefined();
        for (const place of settle(form, kept, fits).outcome.hidden) expect(valueAt(kept, place)).toBeUndefined();
        expect(keepAsked(form, kept)).toEqual(kept);
      }),
      { numRuns: 150 },
    );
  });

  it('does on the screen what it does on the server', () => {
    fc.assert(
      fc.property(schema, logic, answers(), (of, rules, typed) => {
        const form = { schema: of, logic: rules };
        const shown = local(form);
        const { sent } = answersToSend(shown, typed);
        const kept = keepAsked(form, sent);
        // What the schema's own conditions do not ask is the server's to leave out, as before.
        for (const name of byCondition) if (!(name in kept)) delete sent[name];
        expect(kept).toEqual(sent);
        const said = placed(logicIssues(applyLogic(shown, sent), sent, 'ja'));
        expect(placed(validate(form, sent))).toEqual(said);
      }),
      { numRuns: 150 },
    );
  });

  it('refuses once what two rules refuse in the same words', () => {
    const refuse = (id: string): LogicRule => ({
      id,
      when: { all: [{ fact: 'flag1', operator: 'equal', value: true }] },
      then: { refuse: 'flag1', message: { ja: '送れません' } },
    });
    const form = { schema: plain, logic: [refuse('one'), refuse('two')] };
    expect(listUnmet(settle(form, { flag1: true }, fits))).toEqual([
      { place: '/flag1', code: 'refused', message: { ja: '送れません' } },
    ]);
  });

  it("holds a rule where the rules' own engine does, by what is asked and answered", async () => {
    const facts = Object.entries(fields)
      .filter(([path]) => !path.includes('[]'))
      .map(([path, kind]): FactDeclaration => {
        const type = { flag: 'boolean', count: 'integer', choice: 'string', day: 'date' } as const;
        return { path, type: type[kind], label: { ja: path }, origin: 'form', optional: true };
      });
    const model = {
      key: 'form',
      label: { ja: '' },
      facts: [...facts, { path: 'rows', type: 'strings', label: { ja: 'rows' }, origin: 'form' } as FactDeclaration],
    };
    await fc.assert(
      fc.asyncProperty(logic, answers(), async (rules, given) => {
        const form = { schema: plain, logic: rules.filter(({ then }) => 'show' in then || 'set' in then) };
        const { answers: kept, outcome } = settle(form, given, fits);
        const top = form.logic.filter(
          ({ then }) =>
            !Object.values(then)
              .flat()
              .some((path) => String(path).includes('[')),
        );
        if (top.length === 0) return;
        const set: RuleSet = {
          key: 'x',
          purpose: 'watch',
          factModel: 'form',
          strategy: 'every',
          texts: { ja: { name: 'x' } },
          rules: top.map(({ id, when }) => ({ name: id, conditions: when as Condition, event: { type: id } })),
        };
        const known = facts.flatMap(({ path }) => {
          const value = valueAt(kept, `/${path.replaceAll('.', '/')}`);
          return value === undefined ? [] : [[path, value] as const];
        });
        const rows = Array.isArray(kept.rows) ? kept.rows.filter((row) => Object.keys(row as object).length > 0) : [];
        const decision = await decide(
          set,
          { ...(Object.fromEntries(known) as object), rows: rows.map(() => 'x') },
          model,
        );
        const held = new Set(decision.rules.flatMap((result) => (result.held === 'held' ? [result.name] : [])));
        const fieldsShown = Map.groupBy(
          top.flatMap((rule) => ('show' in rule.then ? rule.then.show.map((path) => ({ path, id: rule.id })) : [])),
          ({ path }) => path,
        );
        for (const [path, ways] of fieldsShown) {
          const place = `/${path.replaceAll('.', '/')}`;
          // Fields that only lead to each other are never asked.
          if (planOf(form)?.circle.has(path)) continue;
          expect([path, !outcome.hidden.has(place)]).toEqual([path, ways.some(({ id }) => held.has(id))]);
        }
      }),
      { numRuns: 100 },
    );
  });
});
