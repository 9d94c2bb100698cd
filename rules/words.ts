import type { Language } from './types.ts';

/** What the explanation says by itself; everything else comes from the rule set and the fact model. */
export type Words = {
  yes: string;
  no: string;
  unknown: string;
  /** In place of a value that the reader may not be told; `withheld` in place of a condition about it. */
  hidden: string;
  withheld: (label: string) => string;
  nothing: string;
  all: string;
  any: string;
  not: string;
  quote: (text: string) => string;
  list: (items: string[]) => string;
  /** 「未充足の相談: 4件（3件以上）」 */
  leaf: (label: string, actual: string, required: string) => string;
  size: (label: string) => string;
  other: (label: string, value: string) => string;
  named: (name: string, group: string) => string;
  /** What an operator asks for, after its required value. */
  required: Record<string, (value: string) => string>;
  /** Decorators that no plain operator stands for. */
  decorated: Record<string, (text: string) => string>;
  short: (amount: string) => string;
  shortOf: (title: string, label: string, actual: string, amount: string) => string;
  sentences: (parts: string[]) => string;
  held: (title: string) => string;
  several: (titles: string[]) => string;
  none: string;
  score: (points: string, parts: string[]) => string;
  point: (title: string, points: string) => string;
  excluded: (reasons: string) => string;
};

const endJa = (text: string) => (/[。！？!?]$/.test(text) ? text : `${text}。`);
const endEn = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

const ja: Words = {
  yes: 'はい',
  no: 'いいえ',
  unknown: '記録なし',
  hidden: '（お伝えできません）',
  withheld: (label) => `${label}（内容はお伝えできません）`,
  nothing: 'なし',
  all: '次のすべてに当てはまる',
  any: '次のどれかに当てはまる',
  not: '次に当てはまらない',
  quote: (text) => `「${text}」`,
  list: (items) => items.join(''),
  leaf: (label, actual, required) => `${label}: ${actual}（${required}）`,
  size: (label) => `${label}の数`,
  other: (label, value) => `${label}の${value}`,
  named: (name, group) => `${name}（${group}）`,
  required: {
    equal: (v) => `${v}が条件`,
    notEqual: (v) => `${v}以外`,
    in: (v) => `${v}のどれか`,
    notIn: (v) => `${v}以外`,
    contains: (v) => `${v}を含む`,
    doesNotContain: (v) => `${v}を含まない`,
    lessThan: (v) => `${v}未満`,
    lessThanInclusive: (v) => `${v}以下`,
    greaterThan: (v) => `${v}を超える`,
    greaterThanInclusive: (v) => `${v}以上`,
    before: (v) => `${v}より前`,
    after: (v) => `${v}より後`,
    onOrBefore: (v) => `${v}以前`,
    onOrAfter: (v) => `${v}以後`,
    includesAny: (v) => `${v}のどれかを含む`,
    includesAll: (v) => `${v}をすべて含む`,
    includesNone: (v) => `${v}をどれも含まない`,
  },
  decorated: {
    someFact: (text) => `どれか一つが ${text}`,
    everyFact: (text) => `すべてが ${text}`,
    someValue: (text) => `どれか一つについて ${text}`,
    everyValue: (text) => `すべてについて ${text}`,
    swap: (text) => `左右を入れ替えて ${text}`,
    not: (text) => `${text} ではない`,
  },
  short: (amount) => `あと${amount}で該当します`,
  shortOf: (title, label, actual, amount) => `${title}: あと${amount}で該当します（${label}: ${actual}）`,
  sentences: (parts) => parts.map(endJa).join(''),
  held: (title) => `「${title}」に当てはまります。`,
  several: (titles) => `次の${titles.length}つに当てはまります: ${titles.join('、')}。`,
  none: '当てはまるルールはありませんでした。',
  score: (points, parts) => (parts.length > 0 ? `${points}点です（${parts.join('、')}）。` : `${points}点です。`),
  point: (title, points) => `${title} ${points}`,
  excluded: (reasons) => `候補から外しました。${reasons}`,
};

const en: Words = {
  yes: 'Yes',
  no: 'No',
  unknown: 'not recorded',
  hidden: '(not for you to see)',
  withheld: (label) => `${label} (its value is not for you to see)`,
  nothing: 'none',
  all: 'All of these hold',
  any: 'At least one of these holds',
  not: 'This does not hold',
  quote: (text) => `"${text}"`,
  list: (items) => items.join(', '),
  leaf: (label, actual, required) => `${label}: ${actual} (${required})`,
  size: (label) => `Number of: ${label}`,
  other: (label, value) => `${value}, the value of "${label}"`,
  named: (name, group) => `${name} (${group})`,
  required: {
    equal: (v) => `must be ${v}`,
    notEqual: (v) => `must not be ${v}`,
    in: (v) => `one of ${v}`,
    notIn: (v) => `none of ${v}`,
    contains: (v) => `includes ${v}`,
    doesNotContain: (v) => `does not include ${v}`,
    lessThan: (v) => `less than ${v}`,
    lessThanInclusive: (v) => `at most ${v}`,
    greaterThan: (v) => `more than ${v}`,
    greaterThanInclusive: (v) => `at least ${v}`,
    before: (v) => `before ${v}`,
    after: (v) => `after ${v}`,
    onOrBefore: (v) => `on or before ${v}`,
    onOrAfter: (v) => `on or after ${v}`,
    includesAny: (v) => `includes any of ${v}`,
    includesAll: (v) => `includes all of ${v}`,
    includesNone: (v) => `includes none of ${v}`,
  },
  decorated: {
    someFact: (text) => `for at least one: ${text}`,
    everyFact: (text) => `for each: ${text}`,
    someValue: (text) => `for at least one value: ${text}`,
    everyValue: (text) => `for every value: ${text}`,
    swap: (text) => `the other way round: ${text}`,
    not: (text) => `not: ${text}`,
  },
  short: (amount) => `Short by ${amount}`,
  shortOf: (title, label, actual, amount) => `${title}: short by ${amount} (${label}: ${actual})`,
  sentences: (parts) => parts.map(endEn).join(' '),
  held: (title) => `"${title}" applies.`,
  several: (titles) => `${titles.length} rules apply: ${titles.join('; ')}.`,
  none: 'No rule applies.',
  score: (points, parts) => (parts.length > 0 ? `Score ${points} (${parts.join('; ')}).` : `Score ${points}.`),
  point: (title, points) => `${title} ${points}`,
  excluded: (reasons) => `Left out. ${reasons}`,
};

export const words: Record<Language, Words> = { ja, en };
