import { readOperator } from '../operators.ts';

/** Whether an operator holds between a fact's value (left) and the required one (right). Throws where json-rules-engine throws. */
export type Test = (left: unknown, right: unknown) => boolean;

type Searchable = { indexOf: (value: unknown) => number };
type List = unknown[];

const isNumeric = (value: unknown): boolean => !Number.isNaN(Number.parseFloat(value as string));

/** What json-rules-engine 7.3 and our own operators do, its checks of the left side included. */
const tests = new Map<string, Test>([
  ['equal', (a, b) => a === b],
  ['notEqual', (a, b) => a !== b],
  ['in', (a, b) => (b as Searchable).indexOf(a) > -1],
  ['notIn', (a, b) => (b as Searchable).indexOf(a) === -1],
  ['contains', (a, b) => Array.isArray(a) && a.indexOf(b) > -1],
  ['doesNotContain', (a, b) => Array.isArray(a) && a.indexOf(b) === -1],
  ['lessThan', (a, b) => isNumeric(a) && (a as number) < (b as number)],
  ['lessThanInclusive', (a, b) => isNumeric(a) && (a as number) <= (b as number)],
  ['greaterThan', (a, b) => isNumeric(a) && (a as number) > (b as number)],
  ['greaterThanInclusive', (a, b) => isNumeric(a) && (a as number) >= (b as number)],
  ['before', (a, b) => (a as string) < (b as string)],
  ['after', (a, b) => (a as string) > (b as string)],
  ['onOrBefore', (a, b) => (a as string) <= (b as string)],
  ['onOrAfter', (a, b) => (a as string) >= (b as string)],
  ['includesAny', (a, b) => Array.isArray(a) && (b as List).some((item) => a.includes(item))],
  ['includesAll', (a, b) => Array.isArray(a) && (b as List).every((item) => a.includes(item))],
  ['includesNone', (a, b) => Array.isArray(a) && !(b as List).some((item) => a.includes(item))],
]);

const decorate: Record<string, (next: Test) => Test> = {
  someFact: (next) => (a, b) => Array.isArray(a) && a.some((item) => next(item, b)),
  everyFact: (next) => (a, b) => Array.isArray(a) && a.every((item) => next(item, b)),
  // Named as in json-rules-engine, so that the message of what they throw is the same.
  someValue: (next) => (factValue, jsonValue) => (jsonValue as List).some((item) => next(factValue, item)),
  everyValue: (next) => (factValue, jsonValue) => (jsonValue as List).every((item) => next(factValue, item)),
  swap: (next) => (a, b) => next(b, a),
  not: (next) => (a, b) => !next(a, b),
};

/** The test of an operator as it is written, decorators included (`not:someFact:equal`). Throws on one that does not exist. */
export function makeTest(written: string): Test {
  const read = readOperator(written);
  const base = read && tests.get(read.base);
  if (!read || !base) throw new Error(`Unknown operator: ${written}`);
  return read.prefixes.reduceRight<Test>((next, prefix) => decorate[prefix]?.(next) ?? next, base);
}
