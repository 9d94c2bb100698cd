/** How fine time is drawn. */
export type Scale = 'year' | 'quarter' | 'month';
export const scales: readonly Scale[] = ['quarter', 'month', 'year'];

/** A piece of time from one day to another, both in it. */
export type Span = { from: string; to: string };
/** Fiscal years with their cells; a fiscal year's own cell where that is how fine it is drawn. */
export type Axis = Span & { scale: Scale; years: (Span & { cells: Span[] })[] };
/** Where something stands on the axis, in per cent of its width. */
export type Place = { left: number; width: number };

/** So many fiscal years are in sight at once. */
const inSight: Record<Scale, number> = { month: 1, quarter: 2, year: 6 };
const months: Record<Scale, number> = { month: 1, quarter: 3, year: 12 };
const dayMs = 86_400_000;

const toDay = (time: number): string => new Date(time).toISOString().slice(0, 10);
/** The first day of the month so many after April of a fiscal year. */
const begins = (year: number, after: number): number => Date.UTC(year, 3 + after, 1);

export const fiscalYearOf = (day: string): number => Number(day.slice(0, 4)) - (day.slice(5) < '04-01' ? 1 : 0);

/** The years that are drawn from this fiscal year (April to March) on. */
export function makeAxis(year: number, scale: Scale): Axis {
  const years = Array.from({ length: inSight[scale] }, (_, index) => {
    const first = year + index;
    const cells = Array.from({ length: 12 / months[scale] }, (_cell, nth) => ({
      from: toDay(begins(first, nth * months[scale])),
      to: toDay(begins(first, (nth + 1) * months[scale]) - dayMs),
    }));
    return { from: toDay(begins(first, 0)), to: toDay(begins(first, 12) - dayMs), cells };
  });
  return { scale, years, from: toDay(begins(year, 0)), to: toDay(begins(year + inSight[scale], 0) - dayMs) };
}

/** Where days stand on the axis, cut off at its ends; null where none of them is in sight. `to` null: on and on. */
export function placeOn(axis: Span, { from, to }: { from: string; to: string | null }): Place | null {
  const end = to ?? axis.to;
  if (from > axis.to || end < axis.from) return null;
  const zero = Date.parse(axis.from);
  const whole = Date.parse(axis.to) + dayMs - zero;
  const left = Math.max(0, Date.parse(from) - zero);
  const right = Math.min(whole, Date.parse(end) + dayMs - zero);
  const round = (part: number): number => Math.round((part / whole) * 10_000) / 100;
  return { left: round(left), width: round(right - left) };
}

/** So many whole months a day is past; 0: less than one. */
export function monthsPast(day: string, today: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const [thisYear = 0, thisMonth = 0, thisDate = 0] = today.split('-').map(Number);
  return Math.max(0, (thisYear - year) * 12 + thisMonth - month - (thisDate < date ? 1 : 0));
}
