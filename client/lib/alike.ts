import { nameAlike } from '../../server/database/normalise.ts';

/** Are the two names one, in any width, kana or form of kanji? Empty ones are not. */
export const isNamedAlike = (one: string, other: string): boolean =>
  one.trim() !== '' && nameAlike(one) === nameAlike(other);
