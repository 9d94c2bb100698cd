import { readFileSync } from 'node:fs';
import { normaliseForSearch } from '../../database/normalise.ts';
import type { Context } from '../../kernel/context.ts';
import { invalid } from '../../kernel/errors.ts';
import { say } from '../../kernel/texts/index.ts';
import { readMunicipality } from '../municipality/store.ts';
import type { UserRow } from '../users/store.ts';

/** Characters that a password has at least, counted as a person counts them (code points after NFKC, which is what is hashed). */
export const leastCharacters = 12;

export const isTooShort = (password: string): boolean => [...password.normalize('NFKC')].length < leastCharacters;

/** Whose password it is to be: what others know of them is not to be their password. */
export type Owner = {
  email: string;
  name: string;
  name_kana: string;
  city: { name: string; name_kana: string; name_en: string | null } | null;
};

export type WeakPassword =
  { code: 'short' } | { code: 'common' } | { code: 'sequence' } | { code: 'own'; word: string };

/** The first rule that a new password breaks, or null. */
export function findWeakness(password: string, owner: Owner): WeakPassword | null {
  if (isTooShort(password)) return { code: 'short' };
  const text = normaliseForSearch(password);
  if (isSequence(text)) return { code: 'sequence' };
  if (isCommon(text)) return { code: 'common' };
  const word = ownWordsOf(owner).find((own) => text.includes(own));
  return word === undefined ? null : { code: 'own', word };
}

/** Throws invalid, with an issue at `path`, when this must not become the account's password. */
export async function refuseWeakPassword(
  ctx: Context,
  user: Pick<UserRow, 'email' | 'name' | 'name_kana' | 'municipality_id'>,
  password: string,
  path: string,
): Promise<void> {
  const city = user.municipality_id ? await readMunicipality(ctx.db, user.municipality_id) : undefined;
  const weakness = findWeakness(password, { ...user, city: city ?? null });
  if (!weakness) return;
  const params = { least: leastCharacters, word: weakness.code === 'own' ? weakness.word : '' };
  throw invalid([
    {
      path,
      code: `password-${weakness.code}`,
      message: say(ctx.language, `settings.password.${weakness.code}`, params),
    },
  ]);
}

const rows = [
  '0123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '1234567890qwertyuiop',
  'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン',
];

/** One thing again and again (`aaaaaaaaaaaa`, `abcabcabcabc`), or along the alphabet or the keyboard (`qwertyuiopas`), forwards or back. */
function isSequence(text: string): boolean {
  // A text that comes again inside itself, before its end, is made of repetitions.
  const period = (text + text).indexOf(text, 1);
  if (period <= text.length / 2) return true;
  return rows
    .flatMap((row) => [row.repeat(3), [...row].toReversed().join('').repeat(3)])
    .some((row) => row.includes(text));
}

let words: Set<string> | undefined;

/** On the list, or a word of the list with nothing but digits and signs before and behind it (`Password2026!`). */
function isCommon(text: string): boolean {
  words ??= new Set(
    readFileSync(new URL('common-passwords.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map(normaliseForSearch),
  );
  return words.has(text) || words.has(text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''));
}

/** Labels that stand in the address of every town. */
const everybodys = new Set(['city', 'town', 'vill', 'pref', 'metro', 'mail', 'example']);

/**
 * The account's own words: the parts of e-mail address and names, and the city's name with and without 市, 町, 村. They count
 * from four letters; kanji and kana, each of which is about two letters when spoken, from two.
 */
function ownWordsOf({ email, name, name_kana, city }: Owner): string[] {
  const names = [
    name,
    name_kana,
    ...(city ? [city.name, city.name.replace(/[市区町村]$/, ''), city.name_kana, city.name_en ?? ''] : []),
  ];
  return [email, ...names]
    .flatMap((text) => normaliseForSearch(text).split(/[^\p{L}\p{N}]+/u))
    .filter((word) => [...word].length >= (/^[\p{Script=Latin}\p{N}]+$/u.test(word) ? 4 : 2) && !everybodys.has(word));
}
