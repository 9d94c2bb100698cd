import { normaliseForSearch } from '../database/normalise.ts';
import type { Query } from '../database/parts.ts';
import type { Language } from '../../rules/types.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { SearchRow } from './search-store.ts';

/** One thing that was found: what it is called, what tells it from others, and its page below the municipality. */
export type Hit = { title: string; note: string; path: string };

/** What was found of a noun: a few, how many there are, and the page of all of them. */
export type Found = {
  items: Hit[];
  total: number;
  /** Left out: there is no list that is narrowed by words. */
  list?: string;
  /** Needs, referrals and residents that were shown, for the record of who looked. */
  shows?: string[];
};

/** How a noun is searched from every page. It finds what the asker may see and be told of by the noun's own rights, and nothing more. */
export type SearchPart = {
  /** Its name is the text `search.of.KEY`, where it has no `name` of its own. */
  key: string;
  name?(language: Language): string;
  /** The tag of its routes: a token that is limited to others does not find it. */
  tag: string;
} & (
  | {
      /** Every word must be found. Null: the asker sees none of these anywhere. */
      search(ctx: MunicipalContext, words: string, limit: number): Promise<Found | null>;
    }
  | {
      /** The same of all nouns that share this very function, by their keys, in one statement. */
      together: (ctx: MunicipalContext, keys: string[], words: string, limit: number) => Promise<Map<string, Found>>;
    }
  | {
      /**
       * Those that hold every word (as `search` columns hold them, and as they were typed), in their order: of all such nouns together
       * they are one statement. Null: the asker sees none of these anywhere.
       */
      rows(ctx: MunicipalContext, words: string[], typed: string[]): Promise<{ query: Query } | null>;
      tell(ctx: MunicipalContext, row: SearchRow): Promise<Hit> | Hit;
    }
);

/** The words that are looked for, as `search` columns hold them; `No.12` is `#12`. */
export const searchedWords = (words: string): string[] =>
  normaliseForSearch(words)
    .replaceAll(/\bno\.? ?(?=\d)/g, '#')
    .split(' ')
    .filter((word) => word !== '');

/** The same words as they were typed. */
export const typedWords = (words: string): string[] => words.split(/\s+/).filter((word) => word !== '');

/** Whether a text that is stored only as it was typed holds all of these words; 髙 and 高, ヶ and が, Ａ and a are the same. */
export function holdsWords(words: string): (text: string) => boolean {
  const wanted = searchedWords(words).map((word) => ({
    word,
    number: /^#\d+$/.test(word) ? `no.${word.slice(1)} ` : null,
  }));
  return (text) => {
    const plain = normaliseForSearch(text);
    return wanted.every(({ word, number }) => plain.includes(word) || (number !== null && plain.startsWith(number)));
  };
}

export const listPath = (page: string, words: string): string => `${page}?q=${encodeURIComponent(words)}`;
