import { describe, expect, it } from 'vitest';
import { diffPlaces, mergePlaces } from '../../../server/definitions/places.ts';

describe('places of two bodies', () => {
  it.each([
    ['the same in another order', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
    [
      'a member that is new, whole',
      { a: 1 },
      { a: 1, b: { c: 2 } },
      [{ path: ['b'], before: undefined, after: { c: 2 } }],
    ],
    ['a member deep inside', { a: { b: 1 } }, { a: { b: 2 } }, [{ path: ['a', 'b'], before: 1, after: 2 }]],
    [
      'an item by its name, wherever it stands',
      {
        rules: [
          { name: 'x', n: 1 },
          { name: 'y', n: 1 },
        ],
      },
      {
        rules: [
          { name: 'y', n: 2 },
          { name: 'x', n: 1 },
        ],
      },
      [{ path: ['rules', 'y', 'n'], before: 1, after: 2 }],
    ],
    [
      'the order alone',
      { rules: [{ name: 'x' }, { name: 'y' }] },
      { rules: [{ name: 'y' }, { name: 'x' }] },
      [{ path: ['rules'], before: ['x', 'y'], after: ['y', 'x'] }],
    ],
    ['a list of numbers as one', { a: [1, 2] }, { a: [1, 3] }, [{ path: ['a'], before: [1, 2], after: [1, 3] }]],
  ])('tell %s', (_name, before, after, changes) => expect(diffPlaces(before, after)).toEqual(changes));
});

describe('two bodies that began from the same', () => {
  const list = (letters: string) => Array.from(letters);
  const named = (letters: string) => list(letters).map((key) => ({ key }));
  /** The same members in that order. */
  const fields = (letters: string) => ({
    properties: Object.fromEntries(list(letters).map((name) => [name, { type: 'string' }])),
    title: 'T',
  });

  it('keep the order that one gave the fields of a form while the other changed something else', () => {
    for (const [mine, theirs, order] of [
      [{ ...fields('abc'), title: 'U' }, fields('cab'), 'cab'],
      [{ ...fields('cab'), title: 'U' }, fields('abc'), 'cab'],
      [{ ...fields('abcd'), title: 'U' }, fields('cab'), 'cdab'],
    ] as const) {
      const { merged, conflicts } = mergePlaces(fields('abc'), mine, theirs);
      expect(JSON.stringify(merged)).toBe(JSON.stringify({ ...fields(order), title: 'U' }));
      expect(conflicts).toEqual([]);
    }
  });

  it.each([
    ['each changed its own member', { a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 2 }, { a: 2, b: 2 }],
    ['one took a member out', { a: 1, b: 1 }, { a: 1 }, { a: 2, b: 1 }, { a: 2 }],
    [
      'items were added on both sides',
      [{ key: 'a' }],
      [{ key: 'a' }, { key: 'mine' }],
      [{ key: 'theirs' }, { key: 'a' }],
      [{ key: 'theirs' }, { key: 'a' }, { key: 'mine' }],
    ],
    ['words were added and taken out', ['a', 'b'], ['a', 'b', 'c'], ['b', 'd'], ['b', 'd', 'c']],
    ['both changed alike', { a: 1 }, { a: 2 }, { a: 2 }, { a: 2 }],
    ['one moved a word and the other added one', ['a', 'b', 'c'], ['a', 'b', 'c', 'd'], ['c', 'a', 'b'], list('cdab')],
    ['one moved a word and the other took one out', list('abc'), list('ac'), list('cba'), list('ca')],
    ['both moved alike, and each added', list('abc'), list('cabd'), list('ecab'), list('ecabd')],
    [
      'one moved an item and the other changed it and added one',
      [{ name: 'a', n: 1 }, { name: 'b' }],
      [{ name: 'a', n: 2 }, { name: 'b' }, { name: 'c' }],
      [{ name: 'b' }, { name: 'a', n: 1 }],
      [{ name: 'b' }, { name: 'c' }, { name: 'a', n: 2 }],
    ],
    [
      'each changed another rule of the logic',
      [
        { id: 'x', then: { show: ['a'] } },
        { id: 'y', then: { show: ['b'] } },
      ],
      [
        { id: 'x', then: { show: ['c'] } },
        { id: 'y', then: { show: ['b'] } },
      ],
      [
        { id: 'x', then: { show: ['a'] } },
        { id: 'y', then: { show: ['d'] } },
      ],
      [
        { id: 'x', then: { show: ['c'] } },
        { id: 'y', then: { show: ['d'] } },
      ],
    ],
  ])('are joined where %s', (_name, base, mine, theirs, merged) =>
    expect(mergePlaces(base, mine, theirs)).toEqual({ merged, conflicts: [] }),
  );

  it.each([
    ['both changed a value', { a: 1 }, { a: 2 }, { a: 3 }, ['a'], { a: 2 }, { a: 3 }],
    ['one changed what the other took out', { a: { b: 1 } }, { a: { b: 2 } }, {}, ['a'], { a: { b: 2 } }, {}],
    ['both added a thing under one name', {}, { a: 1 }, { a: 2 }, ['a'], { a: 1 }, { a: 2 }],
    [
      'both moved words, and each added one',
      { a: list('xyz') },
      { a: list('yxzm') },
      { a: list('zxyt') },
      ['a'],
      { a: list('ytxzm') },
      { a: list('zmxyt') },
    ],
    [
      'both moved items',
      { a: named('xyz') },
      { a: named('yxz') },
      { a: named('zxy') },
      ['a'],
      { a: named('yxz') },
      { a: named('zxy') },
    ],
  ])('are asked where %s', (_name, base, mine, theirs, path, asMine, asTheirs) => {
    const merge = mergePlaces(base, mine, theirs);
    expect([merge.merged, merge.conflicts.map((conflict) => conflict.path)]).toEqual([asMine, [path]]);
    expect(mergePlaces(base, mine, theirs, { [`/${path.join('/')}`]: 'theirs' }).merged).toEqual(asTheirs);
  });
});
