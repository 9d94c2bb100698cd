import { sayDate } from '../../forms/index.ts';
import type { Language } from '../../rules/types.ts';

/** A day as it is written: 2026年11月23日（令和8年） / 23 November 2026. */
export const sayDay = (language: Language, day: string): string => sayDate(day, language);
