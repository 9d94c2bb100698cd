import { normaliseForSearch } from '../../server/database/normalise.ts';

/** Is what was typed in the text, in any width, kana or form of kanji? */
export const finds = (text: string, typed: string): boolean =>
  normaliseForSearch(text).includes(normaliseForSearch(typed));
