import i18n from 'i18next';

const zone = 'Asia/Tokyo';
const era = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { timeZone: zone, era: 'long', year: 'numeric' });

/** `令和8年` (`令和元年` in an era's first year) for a calendar day `2026-11-23`. */
export function toEraYear(day: string): string {
  const parts = era.formatToParts(noon(day));
  const year = parts.find((part) => part.type === 'year')?.value ?? '';
  return `${parts.find((part) => part.type === 'era')?.value ?? ''}${year === '1' ? '元' : year}年`;
}

/** `2026年11月23日（令和8年）`, in English `23 November 2026`. Empty for null. */
export function formatDay(day: string | null | undefined, language = i18n.language): string {
  if (!day) return '';
  if (language !== 'ja')
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'long' }).format(noon(day));
  return `${shortDay(day)}（${toEraYear(day)}）`;
}

/** `2026年11月23日`, in English `23 Nov 2026`: where a column is narrow. */
export function formatShortDay(day: string | null | undefined, language = i18n.language): string {
  if (!day) return '';
  if (language !== 'ja')
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'medium' }).format(noon(day));
  return shortDay(day);
}

/** `2026年11月（令和8年）` for `2026-11`, in English `November 2026`. */
export function formatMonth(month: string, language = i18n.language): string {
  const day = `${month}-01`;
  if (language !== 'ja')
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone, month: 'long', year: 'numeric' }).format(noon(day));
  // Of a month in which an era begins it is the new one.
  return `${Number(month.slice(0, 4))}年${Number(month.slice(5))}月（${toEraYear(`${month}-28`)}）`;
}

/** `11月` of a day, in English `Nov`. */
export const formatMonthName = (day: string, language = i18n.language): string =>
  new Intl.DateTimeFormat(language, { timeZone: zone, month: 'short' }).format(noon(day));

/** `月`, in English `Mon`. */
export const formatWeekday = (day: string | null | undefined, language = i18n.language): string =>
  day ? new Intl.DateTimeFormat(language, { timeZone: zone, weekday: 'short' }).format(noon(day)) : '';

/** A point in time with minutes, in Tokyo: `2026年11月23日（令和8年）14:05`. */
export function formatInstant(instant: string | null | undefined, language = i18n.language): string {
  if (!instant) return '';
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
    new Date(instant),
  );
  return `${formatDay(toDay(instant), language)}${language === 'ja' ? '' : ' '}${time}`;
}

/** The calendar day in Tokyo of a point in time. */
export function toDay(instant: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(instant));
}

/** The fiscal year (April to March) of a day: `令和8年度`, in English `FY2026`. */
export function formatFiscalYear(day: string, language = i18n.language): string {
  const year = Number(day.slice(0, 4)) - (Number(day.slice(5, 7)) < 4 ? 1 : 0);
  return language === 'ja' ? `${toEraYear(`${year}-12-31`)}度` : `FY${year}`;
}

/**
 * Reads a day as people type it: `2026-11-23`, `2026/11/23`, `20261123`, `2026年11月23日`, `令和8年11月23日`, `R8.11.23`,
 * full-width digits too. Null when it is none, or no day of the calendar.
 */
export function parseDay(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  const western = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(plain);
  if (western) return toRealDay(Number(western[1]), Number(western[2]), Number(western[3]));
  const japanese = /^(令和|平成|昭和|大正|明治|[RHSTM])(\d{1,2}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/i.exec(plain);
  if (!japanese) return null;
  const first = eraStarts[(japanese[1] ?? '').toUpperCase()] ?? 0;
  const day = toRealDay(
    first + (japanese[2] === '元' ? 1 : Number(japanese[2])) - 1,
    Number(japanese[3]),
    Number(japanese[4]),
  );
  return day;
}

const eraStarts: Record<string, number> = {
  令和: 2019,
  R: 2019,
  平成: 1989,
  H: 1989,
  昭和: 1926,
  S: 1926,
  大正: 1912,
  T: 1912,
  明治: 1868,
  M: 1868,
};

function toRealDay(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.toISOString().slice(0, 10);
}

function shortDay(day: string): string {
  const [year, month, date] = day.split('-');
  return `${Number(year)}年${Number(month)}月${Number(date)}日`;
}

function noon(day: string): Date {
  return new Date(`${day}T12:00:00+09:00`);
}

const clock = /^([01]?\d|2[0-3])[:：時]?([0-5]\d)分?$/;

/** A time of day as it may be typed (`10:00`, `１０時００分`); null for nothing, undefined for what is none. */
export function parseTime(text: string): string | null | undefined {
  const plain = text.normalize('NFKC').replaceAll(/\s/g, '').replace(/時$/, '時00');
  if (plain === '') return null;
  const [, hour, minute] = clock.exec(plain) ?? [];
  return hour === undefined ? undefined : `${hour.padStart(2, '0')}:${minute}`;
}
