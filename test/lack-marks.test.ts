import { describe, expect, it } from 'vitest';
import { markOf, toldCount, toldMark, type LackMark } from '../server/kinds/need/lack-marks.ts';

describe('needs against services', () => {
  it.each<[string, [open: number, unmet: number, services: number, room: number, elsewhere: number], LackMark | null]>([
    ['nobody asks, nothing is there', [0, 0, 0, 0, 0], null],
    ['nobody asks, one has room', [0, 0, 1, 1, 1], null],
    ['nobody asks, two have room', [0, 0, 3, 2, 3], 'overlapping'],
    ['nobody asks, two are full', [0, 0, 2, 0, 2], null],
    ['somebody asks, there is no such service anywhere', [1, 0, 0, 0, 0], 'short'],
    ['somebody asks, services are elsewhere only', [2, 1, 0, 0, 1], 'unreachable'],
    ['somebody asks, all are full', [1, 0, 2, 0, 2], 'short'],
    ['more have nobody than there are services with room', [3, 2, 1, 1, 4], 'short'],
    ['somebody has nobody though there is room', [3, 1, 2, 1, 2], 'unjoined'],
    ['all who ask have somebody, and there is room', [3, 0, 2, 1, 2], null],
    ['all who ask have somebody, and several have room', [1, 0, 3, 3, 3], null],
  ])('%s', (_what, [open, unmet, services, room, elsewhere], mark) => {
    expect(markOf({ open, unmet, services, room, elsewhere })).toBe(mark);
  });

  it.each<[string, [open: number, unmet: number, services: number, room: number, elsewhere: number], LackMark | null]>([
    ['one has nobody, one has room', [1, 1, 1, 1, 1], null],
    ['two have nobody, one has room', [2, 2, 1, 1, 1], null],
    ['of many, few have nobody', [9, 2, 1, 1, 1], null],
    ['few ask, all are full', [1, 0, 2, 0, 2], 'short'],
    ['few ask, there is no such service', [2, 1, 0, 0, 0], 'short'],
    ['few ask, services are elsewhere only', [2, 1, 0, 0, 1], 'unreachable'],
    ['many have nobody, one has room', [9, 6, 1, 1, 1], 'short'],
    ['many ask, all have somebody', [9, 0, 1, 1, 1], null],
    ['nobody asks, two have room', [0, 0, 3, 2, 3], 'overlapping'],
  ])('outside of one’s own areas are judged by no count that is not told: %s', (_what, numbers, mark) => {
    const [open, unmet, services, room, elsewhere] = numbers;
    const stands = { open, unmet, services, room, elsewhere };
    expect(toldMark(stands, { own: false, hidesBelow: 5 })).toBe(mark);
    expect(toldMark(stands, { own: true, hidesBelow: 5 })).toBe(markOf(stands));
  });

  it('are told in full of one’s own areas, and elsewhere unless few', () => {
    const outside = { own: false, hidesBelow: 5 };
    expect([0, 1, 4, 5].map((count) => toldCount(count, outside))).toEqual([0, null, null, 5]);
    expect([0, 1, 4, 5].map((count) => toldCount(count, { ...outside, own: true }))).toEqual([0, 1, 4, 5]);
  });
});
