import { describe, expect, it } from 'vitest';
import { fiscalYearOf, makeAxis, monthsPast, placeOn } from '../../../client/lib/time-axis.ts';

describe('an axis of time', () => {
  it('begins in April, with quarters, months or fiscal years', () => {
    const quarters = makeAxis(2026, 'quarter');
    expect([quarters.from, quarters.to, quarters.years.length]).toEqual(['2026-04-01', '2028-03-31', 2]);
    expect(quarters.years[0]?.cells.map(({ from, to }) => `${from} ${to}`)).toEqual([
      '2026-04-01 2026-06-30',
      '2026-07-01 2026-09-30',
      '2026-10-01 2026-12-31',
      '2027-01-01 2027-03-31',
    ]);
    expect(makeAxis(2023, 'month').years[0]?.cells[10]).toEqual({ from: '2024-02-01', to: '2024-02-29' });
    expect(makeAxis(2021, 'year').to).toBe('2027-03-31');
    expect(['2026-03-31', '2026-04-01'].map(fiscalYearOf)).toEqual([2025, 2026]);
  });

  const year = { from: '2026-04-01', to: '2027-03-31' };
  it.each([
    ['a quarter of it', '2026-04-01', '2026-06-30', { left: 0, width: 24.93 }],
    ['its last day', '2027-03-31', '2027-03-31', { left: 99.73, width: 0.27 }],
    ['what goes on and on', '2026-04-01', null, { left: 0, width: 100 }],
    ['what began before and ends later', '2020-01-01', '2030-01-01', { left: 0, width: 100 }],
    ['what was over before', '2020-01-01', '2026-03-31', null],
    ['what comes later', '2027-04-01', null, null],
  ])('places %s', (_what, from, to, place) => {
    expect(placeOn(year, { from, to })).toEqual(place);
  });

  it('counts whole months', () => {
    const past = (day: string, today: string) => monthsPast(day, today);
    expect(past('2026-09-30', '2026-11-29')).toBe(1);
    expect(past('2026-09-30', '2026-11-30')).toBe(2);
    expect(past('2026-11-10', '2026-11-20')).toBe(0);
    expect(past('2026-12-10', '2026-11-20')).toBe(0);
  });
});
