import type { Language } from '../../../rules/types.ts';

/** What a city calls something: as it stands in the middle of a sentence; without English, the product's stays. */
export type OwnWord = { ja: string; en: { one: string; many: string } | null };
export type OwnWords = { council: OwnWord | null; coordinator: OwnWord | null };

/** Where the product's own word stands. */
const shipped: Record<keyof OwnWords, { ja: RegExp; en: RegExp }> = {
  // A ward's residents’ council (自治協議会) is another thing.
  council: { ja: /協議体(会議)?/g, en: /\b(a )?(?<!residents’ )(council)(s)?\b/gi },
  coordinator: {
    ja: /(?:生活支援)?コーディネーター(?:（地域支え合い推進員）)?()/g,
    en: /\b(a )?(coordinator)(s)?\b/gi,
  },
};
const nouns = Object.keys(shipped) as (keyof OwnWords)[];

const likeShipped = (word: string, written: string): string =>
  written.startsWith(written.charAt(0).toUpperCase()) ? word.charAt(0).toUpperCase() + word.slice(1) : word;

/** A text of the product with the city's words where the product's stand. What is to be filled in (`{{council}}`) is left as it is. */
export function inOwnWords(text: string, language: Language, words: OwnWords): string {
  return text
    .split(/(\{\{.*?\}\})/)
    .map((part, index) =>
      index % 2 === 1 ? part : nouns.reduce((sofar, noun) => replace(sofar, language, noun, words[noun]), part),
    )
    .join('');
}

function replace(text: string, language: Language, noun: keyof OwnWords, word: OwnWord | null): string {
  if (!word) return text;
  const { ja, en } = word;
  // 協議体会議 of a city that says 支え合い会議 is no 支え合い会議会議.
  if (language === 'ja')
    return text.replace(
      shipped[noun].ja,
      (_all, meeting?: string) => ja + (meeting && ja.endsWith(meeting) ? '' : (meeting ?? '')),
    );
  if (!en) return text;
  return text.replace(shipped[noun].en, (_all, article?: string, written = '', plural?: string) => {
    const own = likeShipped(plural ? en.many : en.one, written);
    if (!article) return own;
    return `${article.trim()}${/^[aeiou]/i.test(own) ? 'n' : ''} ${own}`;
  });
}

/** All texts in a value, each in its language; keys stay. */
export function reword<T>(value: T, language: Language, words: OwnWords): T {
  return change(value, (text) => inOwnWords(text, language, words)) as T;
}

/** A form, rule set or lifecycle with the city's words in whatever it says in a language (below `ja` and `en`). */
export function rewordDefinition<T>(body: T, words: OwnWords): T {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]): [string, unknown] => [
        key,
        key === 'ja' || key === 'en' ? reword(each as unknown, key, words) : walk(each),
      ]),
    );
  };
  return walk(body) as T;
}

function change(value: unknown, how: (text: string) => string): unknown {
  if (typeof value === 'string') return how(value);
  if (Array.isArray(value)) return value.map((each) => change(each, how));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each, how)]));
}
