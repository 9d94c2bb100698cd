import { sayDate } from '../../forms/index.ts';
import type { Language } from '../../rules/types.ts';

/** A day as it is written: 2026年11月23日（令和8年） / 23 November 2026. */
export const sayDay = (language: Language, day: string): string => sayDate(day, language);

/** An instant as it is written, to the minute, in Japan's time: 2026年11月23日（令和8年） 9:00. */
export function sayInstant(language: Language, instant: string): string {
  const [day = '', time = ''] = new Date(Date.parse(instant) + 9 * 3_600_000).toISOString().split('T');
  return `${sayDay(language, day)} ${time.slice(0, 5)}`;
}
