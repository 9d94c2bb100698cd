import type { Language } from '../../../rules/types.ts';
import { isObject } from '../is-object.ts';

/** What a city calls something: as it stands in the middle of a sentence; without English, the product's stays. */
export type OwnWord = { ja: string; en: { one: string; many: string } | null };
/** `office`: which of its offices prints (「介護福祉課」); it stands nowhere in the product's texts. */
export type OwnWords = { council: OwnWord | null; coordinator: OwnWord | null; office?: string | null | undefined };

/** Where the product's own words stand. All at once, so that no word is looked for within another that was just put in. */
const shipped: Record<Language, RegExp> = {
  ja: /(?<council>協議体)(?<meeting>会議)?|(?<coordinator>(?:生活支援)?コーディネーター(?:（地域支え合い推進員）)?)/g,
  // A ward's residents’ council (自治協議会) is another thing, and so is a council of social welfare (社会福祉協議会).
  en: /\b(?<article>a )?(?:(?<!(?:residents’|ward|district) )(?<council>council)(?! of social)|(?<coordinator>coordinator))(?<plural>s)?\b/gi,
};
type Groups = Partial<Record<keyof OwnWords | 'meeting' | 'article' | 'plural', string>>;

const likeShipped = (word: string, written: string): string =>
  written.startsWith(written.charAt(0).toUpperCase()) ? word.charAt(0).toUpperCase() + word.slice(1) : word;

/** A text of the product with the city's words where the product's stand. What is to be filled in (`{{council}}`) is left as it is. */
export function inOwnWords(text: string, language: Language, words: OwnWords): string {
  const replace = (all: string, ...rest: unknown[]): string => own(all, rest.at(-1) as Groups, language, words);
  return text
    .split(/(\{\{.*?\}\})/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(shipped[language], replace)))
    .join('');
}

function own(all: string, groups: Groups, language: Language, words: OwnWords): string {
  const written = groups.council ?? groups.coordinator ?? '';
  const word = groups.council === undefined ? words.coordinator : words.council;
  if (!word) return all;
  const { ja, en } = word;
  if (language === 'ja') {
    const { meeting = '' } = groups;
    // 協議体会議 of a city that says 支え合い会議 is no 支え合い会議会議.
    return ja.endsWith(meeting) ? ja : ja + meeting;
  }
  if (!en) return all;
  const said = likeShipped(groups.plural ? en.many : en.one, written);
  return groups.article ? `${groups.article.trim()}${/^[aeiou]/i.test(said) ? 'n' : ''} ${said}` : said;
}

/** All texts in a value, each in its language; keys stay. */
export function reword<T>(value: T, language: Language, words: OwnWords): T {
  return change(value, (text) => inOwnWords(text, language, words)) as T;
}

/** Members of a definition that hold a text by language. Any other `ja` is a name: of a field, a state, a step. */
const textMembers = ['texts', 'text', 'label', 'unit', 'x-unit', 'message', 'shortfall'];

/** A form, rule set or workflow with `how` done to each text that it says in a language. */
export function changeTexts<T>(body: T, how: (text: string, language: Language) => string): T {
  const walk = (value: unknown, within: string): unknown => {
    if (Array.isArray(value)) return value.map((each) => walk(each, within));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]): [string, unknown] => {
        if (!isTexts(each)) return [key, walk(each, key)];
        // A rule set's words for its conditions, by name.
        const isText = textMembers.includes(key) || (within === 'conditionTexts' && typeof each.ja === 'string');
        return [key, isText ? byLanguage(each, how) : walk(each, key)];
      }),
    );
  };
  return walk(body, '') as T;
}

type Texts = { ja: unknown; en?: unknown };
const isTexts = (value: unknown): value is Texts =>
  isObject(value) && 'ja' in value && Object.keys(value).every((key) => key === 'ja' || key === 'en');

const byLanguage = ({ ja, en }: Texts, how: (text: string, language: Language) => string): Texts => ({
  ja: change(ja, (text) => how(text, 'ja')),
  ...(en === undefined ? {} : { en: change(en, (text) => how(text, 'en')) }),
});

function change(value: unknown, how: (text: string) => string): unknown {
  if (typeof value === 'string') return how(value);
  if (Array.isArray(value)) return value.map((each) => change(each, how));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each, how)]));
}
