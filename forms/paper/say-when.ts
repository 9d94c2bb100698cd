import { simplifyOperator } from '../../rules/operators.ts';
import type { Condition, Language } from '../../rules/types.ts';

/** What a condition's parts are called: 問2, 「はい」. */
export type Names = { field: (path: string) => string; value: (path: string, value: unknown) => string };

type Leaf = Extract<Condition, { fact: string }>;
type Said = (field: string, value: string) => string;

// Japanese so that 方 can follow at once: 「問2が「はい」の方のみ」.
const leaves: Record<string, Record<Language, Said>> = {
  equal: { ja: (f, v) => `${f}が${v}の`, en: (f, v) => `${f} is ${v}` },
  notEqual: { ja: (f, v) => `${f}が${v}以外の`, en: (f, v) => `${f} is not ${v}` },
  in: { ja: (f, v) => `${f}が${v}のどれかの`, en: (f, v) => `${f} is one of ${v}` },
  notIn: { ja: (f, v) => `${f}が${v}のどれでもない`, en: (f, v) => `${f} is none of ${v}` },
  contains: { ja: (f, v) => `${f}で${v}を選んだ`, en: (f, v) => `${f} includes ${v}` },
  doesNotContain: { ja: (f, v) => `${f}で${v}を選んでいない`, en: (f, v) => `${f} does not include ${v}` },
  includesAny: { ja: (f, v) => `${f}で${v}のどれかを選んだ`, en: (f, v) => `${f} includes any of ${v}` },
  includesAll: { ja: (f, v) => `${f}で${v}をすべて選んだ`, en: (f, v) => `${f} includes all of ${v}` },
  includesNone: { ja: (f, v) => `${f}で${v}をどれも選んでいない`, en: (f, v) => `${f} includes none of ${v}` },
  lessThan: { ja: (f, v) => `${f}が${v}未満の`, en: (f, v) => `${f} is less than ${v}` },
  lessThanInclusive: { ja: (f, v) => `${f}が${v}以下の`, en: (f, v) => `${f} is at most ${v}` },
  greaterThan: { ja: (f, v) => `${f}が${v}を超える`, en: (f, v) => `${f} is more than ${v}` },
  greaterThanInclusive: { ja: (f, v) => `${f}が${v}以上の`, en: (f, v) => `${f} is at least ${v}` },
  before: { ja: (f, v) => `${f}が${v}より前の`, en: (f, v) => `${f} is before ${v}` },
  after: { ja: (f, v) => `${f}が${v}より後の`, en: (f, v) => `${f} is after ${v}` },
  onOrBefore: { ja: (f, v) => `${f}が${v}以前の`, en: (f, v) => `${f} is on or before ${v}` },
  onOrAfter: { ja: (f, v) => `${f}が${v}以後の`, en: (f, v) => `${f} is on or after ${v}` },
};

const frame = {
  ja: {
    only: (condition: string) => `${condition}方のみ`,
    unsaid: '前の問の答えで当てはまる方のみ',
    and: '、かつ',
    or: '、または',
    group: (text: string) => `（${text}）`,
    size: (field: string) => `${field}の数`,
    comma: '',
  },
  en: {
    only: (condition: string) => `Only if ${condition}`,
    unsaid: 'Only if earlier answers call for it',
    and: ' and ',
    or: ' or ',
    group: (text: string) => `(${text})`,
    size: (field: string) => `the number of entries in ${field}`,
    comma: ', ',
  },
};

/** Who answers a question: 「問2が「はい」の方のみ」. What cannot be put so is said in general. */
export function sayWhen(condition: Condition, names: Names, language: Language): string {
  const said = say(simplify(condition), names, language);
  return said === null ? frame[language].unsaid : frame[language].only(said);
}

/** The same without negations around others, and with no group that is one part, or part of another of its kind. */
function simplify(condition: Condition, negated = false): Condition {
  if ('condition' in condition) return condition;
  if ('fact' in condition) {
    const { prefixes, base } = simplifyOperator(condition.operator, negated);
    return { ...condition, operator: [...prefixes, base].join(':') };
  }
  if ('not' in condition) return simplify(condition.not, !negated);
  const isAll = 'all' in condition;
  const parts = (isAll ? condition.all : condition.any).map((part) => simplify(part, negated));
  const together = isAll === negated ? 'any' : 'all';
  const flat = parts.flatMap((part): Condition[] =>
    together === 'all' && 'all' in part ? part.all : together === 'any' && 'any' in part ? part.any : [part],
  );
  const [only] = flat;
  if (only && flat.length === 1) return only;
  return together === 'all' ? { all: flat } : { any: flat };
}

function say(condition: Condition, names: Names, language: Language): string | null {
  if ('fact' in condition) return sayLeaf(condition, names, language);
  if ('all' in condition) return sayTogether(condition.all, 'and', names, language);
  if ('any' in condition) return sayTogether(condition.any, 'or', names, language);
  return null;
}

function sayTogether(parts: Condition[], joint: 'and' | 'or', names: Names, language: Language): string | null {
  const { group, [joint]: between } = frame[language];
  const texts = parts.map((part) => say(part, names, language)).filter((text) => text !== null);
  if (texts.length < parts.length || texts.length === 0) return null;
  const isTogether = parts.map((part) => 'all' in part || 'any' in part);
  return texts
    .map((text, index) => {
      const inGroup = isTogether[index] ? group(text.replace(/の$/, '')) : text;
      if (language === 'en') return inGroup;
      // Only before 方 does の follow.
      return index < texts.length - 1 ? inGroup.replace(/の$/, '') : isTogether[index] ? `${inGroup}の` : inGroup;
    })
    .join(between);
}

function sayLeaf({ fact, operator, value, path }: Leaf, names: Names, language: Language): string | null {
  const words = Object.hasOwn(leaves, operator) ? leaves[operator] : undefined;
  if (!words) return null;
  const { size, comma } = frame[language];
  const field = names.field(fact);
  const valueOf = (each: unknown): string =>
    typeof each === 'object' && each !== null && 'fact' in each && typeof each.fact === 'string'
      ? names.field(each.fact)
      : path !== undefined && typeof each === 'number'
        ? String(each)
        : names.value(fact, each);
  return words[language](path === undefined ? field : size(field), [value].flat().map(valueOf).join(comma));
}
