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
  ])('are joined where %s', (_name, base, mine, theirs, merged) =>
    expect(mergePlaces(base, mine, theirs)).toEqual({ merged, conflicts: [] }),
  );

  it.each([
    ['both changed a value', { a: 1 }, { a: 2 }, { a: 3 }, ['a'], { a: 2 }, { a: 3 }],
    ['one changed what the other took out', { a: { b: 1 } }, { a: { b: 2 } }, {}, ['a'], { a: { b: 2 } }, {}],
    ['both added a thing under one name', {}, { a: 1 }, { a: 2 }, ['a'], { a: 1 }, { a: 2 }],
  ])('are asked where %s', (_name, base, mine, theirs, path, asMine, asTheirs) => {
    const found = mergePlaces(base, mine, theirs);
    expect([found.merged, found.conflicts.map((one) => one.path)]).toEqual([asMine, [path]]);
    expect(mergePlaces(base, mine, theirs, { [`/${path.join('/')}`]: 'theirs' }).merged).toEqual(asTheirs);
  });
});
