import { describe, expect, it } from 'vitest';
import {
  InvalidRuleSet,
  buildColumns,
  compileRuleSet,
  countBits,
  eachBit,
  evaluateColumns,
  hasBit,
  startColumns,
} from '../../rules/index.ts';
import type { Condition, Facts } from '../../rules/index.ts';
import { facts, libraryKeys, model, readLibrary, ruleSetOf } from './support.ts';

const leaf = (fact: string, operator: string, value: unknown): Condition => ({ fact, operator, value });
const listBits = (words: Uint32Array, count: number): number[] =>
  Array.from({ length: count }, (_, index) => index).filter((index) => hasBit(words, index));

describe('bits', () => {
  it('are counted and visited', () => {
    const words = Uint32Array.of(0x80000001, 0, 0xffffffff);
    expect(countBits(words)).toBe(34);
    const seen: number[] = [];
    eachBit(0x80000001, 64, (index) => seen.push(index));
    expect(seen).toEqual([64, 95]);
  });
});

describe('columns', () => {
  const columnOf = (values: unknown[], path = 'n') =>
    buildColumns(
      model,
      values.map((value): Facts => ({ ...facts, [path]: value as never })),
    ).columns.get(path);

  it.each<[string, unknown[], string]>([
    ['whole numbers near each other', [3, 1, 60_000], 'codes'],
    ['whole numbers far apart', [3, 1_000_000], 'numbers'],
    ['fractions', [0.5, 3], 'numbers'],
    ['nothing at all', [null, null], 'codes'],
  ])('keep %s as they need', (_name, values, kind) => {
    expect(columnOf(values)?.kind).toBe(kind);
  });

  it('take values that do not fit for absent, and tell which cases had one', () => {
    const wrong: Record<string, unknown>[] = [
      {},
      { i: '9' },
      { d: '2026-02-30' },
      { c: 'middle' },
      { cs: ['x', 'q'] },
      { b: null },
      { cs: [null] },
      { cs: [Number.NaN] },
      { n: Number.NaN },
    ];
    const columns = buildColumns(
      model,
      wrong.map((change) => ({ ...facts, ...change }) as Facts),
    );
    expect(listBits(columns.unfit, wrong.length)).toEqual([1, 2, 3, 4, 6, 7, 8]);
    const { rules } = evaluateColumns(
      ruleSetOf({ all: [leaf('i', 'equal', 4), leaf('c', 'equal', 'low')] }),
      model,
      columns,
    );
    expect(listBits(rules[0]!.held, wrong.length)).toEqual([0, 2, 4, 5, 6, 7, 8]);
    expect(listBits(rules[0]!.unknown!, wrong.length)).toEqual([1, 3]);
  });

  it('come from a stream just as well, longer than any first guess of their size', () => {
    const count = 70_000;
    const builder = startColumns(model);
    // More different texts than two bytes can number.
    for (let index = 0; index < count; index += 1)
      builder.add({ ...facts, i: index % 7, n: index / 2, s: `name${index}` });
    const columns = builder.finish();
    const ruleSet = ruleSetOf({
      any: [
        leaf('s', 'in', ['name0', 'name69999', 'name65536']),
        { all: [leaf('n', 'greaterThan', 34_990), leaf('i', 'equal', 3)] },
      ],
    });
    const expected = Array.from({ length: count }, (_, index) => index).filter(
      (index) => [0, 65_536, 69_999].includes(index) || (index / 2 > 34_990 && index % 7 === 3),
    );
    expect(listBits(evaluateColumns(ruleSet, model, columns).rules[0]!.held, count)).toEqual(expected);
  });
});

describe('evaluateColumns', () => {
  it.each(libraryKeys)('says what the compiled form says of the examples of %s, many times over', (key) => {
    const { ruleSet, model } = readLibrary(key);
    const examples = (ruleSet.examples ?? []).map((example) => example.facts);
    // More than one block of 8,192 cases, and no whole number of words.
    const cases = Array.from(
      { length: 8_191 * 2 + examples.length },
      (_, index) => examples[(index * 7) % examples.length]!,
    );
    const compiled = compileRuleSet(ruleSet, model);
    const decision = evaluateColumns(ruleSet, model, buildColumns(model, cases));
    for (let index = 0; index < cases.length; index += 41)
      expect(decision.decisionAt(index)).toEqual(compiled(cases[index]!));
    expect(decision.decisionAt(cases.length - 1)).toEqual(compiled(cases.at(-1)!));
  });

  it('compares two facts by their values or case by case, whichever is less work', () => {
    const days = ['2026-11-22', '2026-11-23', '2026-12-01'];
    const conditions: Condition = {
      any: [leaf('d', 'onOrAfter', { fact: 'until' }), leaf('n', 'greaterThan', { fact: 'days' })],
    };
    for (const count of [4, 400]) {
      const cases = Array.from({ length: count }, (_, index): Facts => ({
        ...facts,
        d: days[index % 3]!,
        until: days[(index >> 1) % 3]!,
        n: index / 3,
        ...(index % 2 ? { days: 50 } : {}),
      }));
      const expected = cases.flatMap((facts, index) =>
        facts.d! >= facts.until! || Number(facts.n) > Number(facts.days ?? Infinity) ? [index] : [],
      );
      const { rules } = evaluateColumns(ruleSetOf(conditions), model, buildColumns(model, cases));
      expect(listBits(rules[0]!.held, count)).toEqual(expected);
    }
  });

  it('decides nothing about no cases', () => {
    const decision = evaluateColumns(ruleSetOf({ all: [leaf('i', 'equal', 4)] }), model, buildColumns(model, []));
    expect([decision.count, decision.rules[0]!.held.length, decision.first?.length]).toEqual([0, 0, 0]);
  });

  it('refuses a rule set that is not in order', () => {
    expect(() => evaluateColumns(ruleSetOf({ any: [] }), model, buildColumns(model, [facts]))).toThrow(InvalidRuleSet);
  });
});
