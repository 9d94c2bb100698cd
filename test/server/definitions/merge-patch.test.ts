import { describe, expect, it } from 'vitest';
import { readBody } from '../../../server/definitions/definitions.ts';

/** The examples of RFC 7396, appendix A: target, patch, result. */
const examples: [unknown, unknown, unknown][] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

describe('what a version says', () => {
  it.each(examples)('is its body %j with its supplement %j: %j', (body, supplement, result) => {
    expect(readBody({ body: JSON.stringify(body), supplement: JSON.stringify(supplement) })).toEqual(result);
  });

  it('is its body as it was stored where it has no supplement', () => {
    expect(readBody({ body: '{"a":null}', supplement: null })).toEqual({ a: null });
  });
});
