import { nameAlike } from '../../server/database/normalise.ts';

/** Are the two names one, in any width, kana or form of kanji? Empty ones are not. */
export const isNamedAlike = (a: string, b: string): boolean => a.trim() !== '' && nameAlike(a) === nameAlike(b);
