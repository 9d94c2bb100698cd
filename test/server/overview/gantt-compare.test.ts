import { describe, expect, it } from 'vitest';
import { compareByHand, compareHappened, compareStanding } from '../../../server/overview/gantt/compare.ts';

const today = '2026-11-29';
const happened = (...days: string[]) => days.map((day) => ({ day, amount: 1, record: day }));
const plan = (to: string | null, aim: number | null = 2, isOpen = true) => ({ from: '2026-04-01', to, aim, isOpen });

describe('what happened beside what was planned', () => {
  it.each([
    ['reached in time', plan('2026-09-30'), ['2026-05-01', '2026-06-01'], 2, false],
    ['reached in time, and gone on', plan('2026-09-30'), ['2026-05-01', '2026-06-01', '2026-10-01'], 2, false],
    ['more than was planned', plan('2026-09-30', 1), ['2026-05-01', '2026-06-01'], 2, false],
    ['not reached', plan('2026-09-30'), ['2026-03-31', '2026-05-01'], 1, true],
    ['reached, but later', plan('2026-09-30'), ['2026-05-01', '2026-10-01', '2026-11-01'], 2, false],
    ['with time left', plan('2026-12-31'), [], 0, false],
    ['on its last day', plan(today), [], 0, false],
    ['without an end', plan(null), ['2026-05-01'], 1, false],
    ['put away', plan('2026-09-30', 2, false), [], 0, false],
    ['without a number, and it happened', plan('2026-09-30', null), ['2026-05-01'], 1, false],
    ['without a number, and nothing happened', plan('2026-09-30', null), [], 0, true],
    ['with something that is to come', plan('2026-12-31'), ['2026-12-01'], 0, false],
  ])('is %s', (_what, planned, days, count, isLate) => {
    const compared = compareHappened(planned, happened(...days), today);
    expect([compared.count, compared.isLate]).toEqual([count, isLate]);
    expect(compared.happened).toHaveLength(count);
  });

  it('may be how many there are now', () => {
    expect(compareStanding(plan('2026-09-30', 5), 4, today)).toMatchObject({ count: 4, isLate: true });
    expect(compareStanding(plan('2026-09-30', 4), 4, today).isLate).toBe(false);
  });

  it('of what is put on record by hand is late until it is said to be done, where no number is aimed at', () => {
    expect(compareByHand(plan('2026-09-30', null), happened('2026-05-01'), today).isLate).toBe(true);
    expect(compareByHand(plan('2026-09-30', null, false), [], today).isLate).toBe(false);
    const much = [{ day: '2026-05-01', amount: 18, record: 'x' }];
    expect(compareByHand(plan('2026-09-30', 15), much, today)).toMatchObject({ count: 18, isLate: false });
  });
});
