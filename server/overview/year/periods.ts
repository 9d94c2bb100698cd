import { addDays } from '../../kernel/clock.ts';

/** A quarter of a fiscal year (April to March). */
export type Period = {
  /** In the sheet: 0 to 3 are the year before, 4 to 7 the year asked. */
  place: number;
  quarter: 1 | 2 | 3 | 4;
  from: string;
  /** The last day that counts: of a quarter under way today. */
  to: string;
  /** The quarter's own last day. */
  ends: string;
  state: 'over' | 'under-way' | 'to-come';
};

/** A period as a figure's rows are asked for it: texts of the same kind as their `since` and `until`. */
export type Span = { place: number; begins: string; ends: string; last: string };

/** The quarters of a fiscal year and of the year before, as of today. */
export function periodsOf(year: number, today: string): Period[] {
  return Array.from({ length: 8 }, (_, place): Period => {
    const from = quarterBegins(year - 1, place);
    const ends = addDays(quarterBegins(year - 1, place + 1), -1);
    const state = from > today ? 'to-come' : ends >= today ? 'under-way' : 'over';
    return {
      place,
      quarter: ((place % 4) + 1) as Period['quarter'],
      from,
      to: state === 'under-way' ? today : ends,
      ends,
      state,
    };
  });
}

/** The first day of the quarter that comes so many after the first of a fiscal year. */
function quarterBegins(year: number, after: number): string {
  const months = 3 + after * 3;
  return `${year + Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`;
}
