/** A month of the calendar, `2026-11`. */
export type Month = string;

export const monthOf = (day: string): Month => day.slice(0, 7);

export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

const at = (month: Month, date: number): Date =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1, date));
const toDay = (date: Date): string => date.toISOString().slice(0, 10);

/** The month so many months on. */
export function addMonths(month: Month, count: number): Month {
  const date = at(month, 1);
  date.setUTCMonth(date.getUTCMonth() + count);
  return monthOf(toDay(date));
}

/** Its first and its last day. */
export const endsOf = (month: Month): { first: string; last: string } => ({
  first: `${month}-01`,
  last: toDay(at(addMonths(month, 1), 0)),
});

/** Its weeks from Sunday to Saturday, as calendars on Japanese walls have them; null for days of the months beside it. */
export function weeksOf(month: Month): (string | null)[][] {
  const { last } = endsOf(month);
  const before = at(month, 1).getUTCDay();
  const days: (string | null)[] = [
    ...Array.from({ length: before }, () => null),
    ...Array.from({ length: Number(last.slice(8)) }, (_, index) => toDay(at(month, index + 1))),
  ];
  while (days.length % 7 !== 0) days.push(null);
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
}
