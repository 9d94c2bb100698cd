import type { FactType } from './types.ts';

/** What an operator compares, whatever the fact's own type is called. */
export type Kind = 'number' | 'string' | 'boolean' | 'date';
export type Shape = 'one' | 'list';

/** What stands on each side of an operator, and of which kinds; both sides are always of the same kind. */
export type Signature = { left: Shape; right: Shape; kinds: Kind[] };

const every: Kind[] = ['number', 'string', 'boolean', 'date'];

/** Every operator that a rule may use: those of json-rules-engine, then our own. */
export const operators: ReadonlyMap<string, Signature> = new Map<string, Signature>([
  ['equal', { left: 'one', right: 'one', kinds: every }],
  ['notEqual', { left: 'one', right: 'one', kinds: every }],
  ['in', { left: 'one', right: 'list', kinds: every }],
  ['notIn', { left: 'one', right: 'list', kinds: every }],
  ['contains', { left: 'list', right: 'one', kinds: ['string'] }],
  ['doesNotContain', { left: 'list', right: 'one', kinds: ['string'] }],
  ['lessThan', { left: 'one', right: 'one', kinds: ['number'] }],
  ['lessThanInclusive', { left: 'one', right: 'one', kinds: ['number'] }],
  ['greaterThan', { left: 'one', right: 'one', kinds: ['number'] }],
  ['greaterThanInclusive', { left: 'one', right: 'one', kinds: ['number'] }],
  ['before', { left: 'one', right: 'one', kinds: ['date'] }],
  ['after', { left: 'one', right: 'one', kinds: ['date'] }],
  ['onOrBefore', { left: 'one', right: 'one', kinds: ['date'] }],
  ['onOrAfter', { left: 'one', right: 'one', kinds: ['date'] }],
  ['includesAny', { left: 'list', right: 'list', kinds: ['string'] }],
  ['includesAll', { left: 'list', right: 'list', kinds: ['string'] }],
  ['includesNone', { left: 'list', right: 'list', kinds: ['string'] }],
]);

/** json-rules-engine's own operator decorators, written before the operator: `not:in`, `someFact:equal`. */
export const decorators: ReadonlySet<string> = new Set([
  'someFact',
  'everyFact',
  'someValue',
  'everyValue',
  'swap',
  'not',
]);

/** The kind and shape of a fact's type. A choice is compared as text. */
export function kindOf(type: FactType): { kind: Kind; shape: Shape } {
  if (type === 'number' || type === 'integer') return { kind: 'number', shape: 'one' };
  if (type === 'boolean' || type === 'date') return { kind: type, shape: 'one' };
  return { kind: 'string', shape: type === 'choices' || type === 'strings' ? 'list' : 'one' };
}

/** Parts a written operator into decorators (outermost first) and operator; null when either is not known. */
export function readOperator(written: string): { prefixes: string[]; base: string } | null {
  const prefixes = written.split(':');
  const base = prefixes.pop() ?? '';
  return operators.has(base) && prefixes.every((prefix) => decorators.has(prefix)) ? { prefixes, base } : null;
}

const opposites = bothWays([
  ['equal', 'notEqual'],
  ['in', 'notIn'],
  ['contains', 'doesNotContain'],
  ['lessThan', 'greaterThanInclusive'],
  ['greaterThan', 'lessThanInclusive'],
  ['before', 'onOrAfter'],
  ['after', 'onOrBefore'],
  ['includesAny', 'includesNone'],
]);

const mirrored = bothWays([
  ['equal', 'equal'],
  ['notEqual', 'notEqual'],
  ['in', 'contains'],
  ['notIn', 'doesNotContain'],
  ['lessThan', 'greaterThan'],
  ['lessThanInclusive', 'greaterThanInclusive'],
  ['before', 'after'],
  ['onOrBefore', 'onOrAfter'],
  ['includesAny', 'includesAny'],
  ['includesNone', 'includesNone'],
]);

/**
 * The same operator with as few decorators as can be: `not:lessThan` is `greaterThanInclusive`.
 * With `negated` it says the opposite. Decorators without such a word stay.
 */
export function simplifyOperator(written: string, negated = false): { prefixes: string[]; base: string } {
  const read = readOperator(negated ? `not:${written}` : written);
  if (!read) return { prefixes: [], base: written };
  const prefixes = [...read.prefixes];
  let base = read.base;
  while (prefixes.length > 0) {
    const inner = prefixes.at(-1);
    const simpler = inner === 'not' ? opposites.get(base) : inner === 'swap' ? mirrored.get(base) : undefined;
    if (simpler === undefined) break;
    base = simpler;
    prefixes.pop();
  }
  return { prefixes, base };
}

function bothWays(pairs: [string, string][]): Map<string, string> {
  return new Map(
    pairs.flatMap(
      ([a, b]) =>
        [
          [a, b],
          [b, a],
        ] as const,
    ),
  );
}
