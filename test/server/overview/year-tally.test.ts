import { describe, expect, it } from 'vitest';
import { periodsOf } from '../../../server/overview/year/periods.ts';
import { addUp, tallyRows } from '../../../server/overview/year/tally.ts';

const row = (what: string, area: string, since: string, amount: number | null = null, until: string | null = null) => ({
  what,
  record: what,
  area,
  line: '',
  since,
  until,
  amount,
});

/** Quarters of 2026 as figures that go by days ask for them. */
const spans = periodsOf(2026, '2027-04-01').map(({ place, from, to }) => ({
  place,
  begins: from,
  ends: `${to}~`,
  last: to,
}));
const year = [4, 5, 6, 7];

describe('adding up', () => {
  /** A joint council of X and Y on 10 June (20 people), X alone on 3 August (15), Y alone on 1 September without a head count. */
  const meetings = tallyRows(
    [
      row('joint', 'X', '2026-06-10', 20),
      row('joint', 'Y', '2026-06-10', 20),
      row('x', 'X', '2026-08-03', 15),
      row('y', 'Y', '2026-09-01'),
    ],
    spans,
    false,
  );
  const of = (...areas: string[]) => meetings.filter(({ area, place }) => areas.includes(area) && year.includes(place));

  it.each([
    [['X'], 2, { count: 35, unknown: 0 }],
    [['Y'], 2, { count: 20, unknown: 1 }],
    [['X', 'Y'], 3, { count: 35, unknown: 1 }],
  ])('counts what is joint once in the whole: %s', (areas, held, people) => {
    expect(addUp(of(...areas), 'count').count).toBe(held);
    expect(addUp(of(...areas), 'sum')).toMatchObject(people);
  });

  it('counts somebody who helps in two areas in each, and once in the whole', () => {
    const helpers = tallyRows([row('Z', 'X', '2026-05-01'), row('Z', 'Y', '2026-05-01')], spans, true);
    const last = (...areas: string[]) =>
      addUp(
        helpers.filter(({ area, place }) => areas.includes(area) && place === 7),
        'count',
      ).count;
    expect([last('X'), last('Y'), last('X', 'Y')]).toEqual([1, 1, 1]);
  });

  it('asks of how things stood on the last day who was there on it', () => {
    const held = tallyRows([row('a', 'X', '2026-04-01', null, '2026-06-30'), row('b', 'X', '2026-07-01')], spans, true);
    const at = (place: number) => held.filter((tally) => tally.place === place).map(({ what }) => what);
    expect([at(3), at(4), at(5)]).toEqual([[], ['a'], ['b']]);
  });

  it('knows a share of nothing from a share of none', () => {
    expect(addUp([], 'share')).toMatchObject({ count: 0, of: 0 });
    const some = tallyRows([row('a', 'X', '2026-04-01', 1), row('b', 'X', '2026-04-02', 0)], spans, false);
    expect(addUp(some, 'share')).toMatchObject({ count: 1, of: 2 });
  });
});

describe('the quarters of a fiscal year', () => {
  it('are four from April on, as of today, beside those of the year before', () => {
    const quarters = periodsOf(2026, '2026-11-23');
    expect(quarters.map(({ from, to, state }) => [from, to, state])).toEqual([
      ['2025-04-01', '2025-06-30', 'over'],
      ['2025-07-01', '2025-09-30', 'over'],
      ['2025-10-01', '2025-12-31', 'over'],
      ['2026-01-01', '2026-03-31', 'over'],
      ['2026-04-01', '2026-06-30', 'over'],
      ['2026-07-01', '2026-09-30', 'over'],
      ['2026-10-01', '2026-11-23', 'under-way'],
      ['2027-01-01', '2027-03-31', 'to-come'],
    ]);
  });
});
