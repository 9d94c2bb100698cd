import type { YearFigure, YearRow } from './figure.ts';
import type { Span } from './periods.ts';

/** So many of a figure's line count for an area in a period. `what`: of which it is one, where it may count elsewhere too; null: nowhere else. */
export type Tally = {
  what: string | null;
  area: string;
  line: string;
  place: number;
  count: number;
  amount: number | null;
};

/** `unknown`: so many had no amount. `of`: of a share, of how many. */
export type Sum = { count: number; unknown: number; of: number };

/** Adds what counts for some areas in some periods: what is one thing is counted once. */
export function addUp(tallies: readonly Tally[], measure: YearFigure['measure']): Sum {
  const once = new Map<string, Tally>();
  let plain = 0;
  for (const tally of tallies)
    if (tally.what === null) plain += tally.count;
    else once.set(tally.what, tally);
  const each = [...once.values()];
  const amounts = each.flatMap(({ amount }) => amount ?? []);
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  if (measure === 'count') return { count: plain + each.length, unknown: 0, of: 0 };
  // Half hours add up to half hours.
  const count = Math.round(total * 100) / 100;
  return { count, unknown: each.length - amounts.length, of: measure === 'share' ? each.length : 0 };
}

/** As the database does it, for rows that are read out of answers. */
export const tallyRows = (rows: readonly YearRow[], spans: readonly Span[], onLastDay: boolean): Tally[] =>
  spans.flatMap((span) =>
    rows
      .filter((row) => fits(row, span, onLastDay))
      .map(({ what, area, line, amount }) => ({ what, area, line, place: span.place, count: 1, amount })),
  );

export const fits = ({ since, until }: YearRow, span: Span, onLastDay: boolean): boolean =>
  since < span.ends && (onLastDay ? until === null || until >= span.last : since >= span.begins);
