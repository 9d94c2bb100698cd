import type { Language } from '../../rules/types.ts';

const written: Record<Language, Intl.DateTimeFormat> = {
  ja: new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { era: 'long', year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' }),
};

/** A day as it is written: 令和8年11月23日 / 23 November 2026. */
export const sayDay = (language: Language, day: string): string => written[language].format(new Date(`${day}T00:00:00Z`));
