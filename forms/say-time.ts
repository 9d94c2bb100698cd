import type { Language } from '../rules/types.ts';

/** 14:05 of `14:05:00+09:00`, which is how a time of day is kept; one of another place as it would be here. */
export function sayTime(value: string): string {
  const moment = new Date(`2000-01-01T${value}`);
  return Number.isNaN(moment.getTime()) ? value : clock(moment);
}

/** 14:05 in Tokyo. */
export const clock = (moment: Date): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', hour: '2-digit', minute: '2-digit' }).format(moment);

/** A period's ends, said already, as one; nothing where neither is known. */
export const sayPeriod = (ends: readonly string[], language: Language): string =>
  ends.some(Boolean) ? ends.join(language === 'ja' ? '〜' : ' – ') : '';
