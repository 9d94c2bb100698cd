import { describe, expect, it } from 'vitest';
import { orderOfDay } from '../scripts/order-of-day.mjs';

const day = 86_400_000;

describe('the long tests', () => {
  it('begin elsewhere each day, until each was first, and none is left out', () => {
    const list = ['a', 'b', 'c'];
    const today = Date.UTC(2026, 10, 28, 9);
    const orders = [0, 1, 2, 3].map((days) => orderOfDay(list, today + days * day));
    for (const order of orders) expect(order.toSorted()).toEqual(list);
    expect(
      orders
        .slice(0, 3)
        .map(([first]) => first)
        .toSorted(),
    ).toEqual(list);
    expect(orders[3]).toEqual(orders[0]);
  });

  it('keep their order within a day, and none are fine too', () => {
    const morning = Date.UTC(2026, 10, 28, 0, 1);
    expect(orderOfDay([1, 2, 3, 4, 5], morning)).toEqual(orderOfDay([1, 2, 3, 4, 5], morning + day - 120_000));
    expect(orderOfDay([], morning)).toEqual([]);
  });
});
