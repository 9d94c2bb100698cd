/** The day (YYYY-MM-DD) in Japan at an instant. Japan keeps UTC+9 all year. */
export const dayInJapan = (instant: string): string =>
  new Date(Date.parse(instant) + 9 * 3_600_000).toISOString().slice(0, 10);

/** Whole days from one day to another (negative when `to` is earlier). */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** The day `days` after (or before, when negative) a day. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** The same day `years` before; 29 February is the 28th in a year that has none: 2028-02-29 less five → 2023-02-28. */
export const yearsBefore = (day: string, years: number): string => {
  const year = Number(day.slice(0, 4)) - years;
  return day.endsWith('-02-29') ? addDays(`${year}-03-01`, -1) : `${year}${day.slice(4)}`;
};

/** The instant at which a day in Japan begins, plus hours. */
export const instantInJapan = (day: string, hour = 0): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + (hour - 9) * 3_600_000).toISOString();

/** The Japanese fiscal year (April to March) of a day: 2026-03-31 → 2025. */
export const fiscalYear = (day: string): number => Number(day.slice(0, 4)) - (day.slice(5) < '04-01' ? 1 : 0);
