import { formatAmount, formatFact } from './format-fact.ts';
import { kindOf, operators, readOperator, simplifyOperator } from './operators.ts';
import type { Condition, FactDeclaration, FactModel, FactValue, Language, RuleSet, Text } from './types.ts';
import { words } from './words.ts';

type FactCondition = Extract<Condition, { fact: string }>;

/** What an operator needs beside the fact: one value, several, or the size of a list. */
export type OperatorChoice = {
  operator: string;
  text: string;
  takes: 'one' | 'list';
  /** `$.length` where the size of the list is compared. */ path?: string;
};

type Sentence = {
  after: Text;
  sentence: { ja: (label: string, value: string) => string; en: (label: string, value: string) => string };
};

const ja = (after: string) => (label: string, value: string) => `${label} が ${value} ${after}`.trimEnd();
const en = (between: string) => (label: string, value: string) => `${label} ${between} ${value}`;
const say = (textJa: string, textEn: string, after = textJa): Sentence => ({
  after: { ja: textJa, en: textEn },
  sentence: { ja: ja(after), en: en(textEn) },
});
const has = (textJa: string, textEn: string): Sentence => ({
  after: { ja: textJa, en: textEn },
  sentence: { ja: (label, value) => `${label} に ${value} ${textJa}`, en: en(textEn) },
});

const sentences: Record<string, Sentence> = {
  equal: say('と同じ', 'is', ''),
  notEqual: say('ではない', 'is not'),
  in: say('のどれか', 'is one of'),
  notIn: say('のどれでもない', 'is none of'),
  contains: has('がある', 'includes'),
  doesNotContain: has('がない', 'does not include'),
  lessThan: say('未満', 'is less than'),
  lessThanInclusive: say('以下', 'is at most'),
  greaterThan: say('を超える', 'is more than'),
  greaterThanInclusive: say('以上', 'is at least'),
  before: say('より前', 'is before'),
  after: say('より後', 'is after'),
  onOrBefore: say('以前', 'is on or before'),
  onOrAfter: say('以後', 'is on or after'),
  includesAny: has('のどれかがある', 'includes any of'),
  includesAll: has('がすべてある', 'includes all of'),
  includesNone: has('がどれもない', 'includes none of'),
};

/** Operators in the order in which people look for them. */
const order = [
  'greaterThanInclusive',
  'lessThanInclusive',
  'greaterThan',
  'lessThan',
  'onOrAfter',
  'onOrBefore',
  'after',
  'before',
  'contains',
  'doesNotContain',
  'includesAny',
  'includesAll',
  'includesNone',
  'equal',
  'notEqual',
  'in',
  'notIn',
];

/** The operators that make sense for a fact, in words; the usual one first. For a list also those that compare its size. */
export function operatorsFor(fact: FactDeclaration, language: Language = 'ja'): OperatorChoice[] {
  const own = listOperators(kindOf(fact.type), fact.type).map((operator): OperatorChoice =>
    choiceOf(operator, language),
  );
  if (kindOf(fact.type).shape !== 'list') return own;
  const sizes = listOperators({ kind: 'number', shape: 'one' }, 'integer').filter(
    (operator) => operators.get(operator)?.right === 'one',
  );
  const label = { ja: '数が', en: 'the number' };
  return [
    ...(fact.sizeOnly ? [] : own),
    ...sizes.map((operator) => ({
      ...choiceOf(operator, language),
      text: `${label[language]} ${choiceOf(operator, language).text}`,
      path: '$.length',
    })),
  ];
}

function listOperators({ kind, shape }: ReturnType<typeof kindOf>, type: FactDeclaration['type']): string[] {
  const fitting = order.filter((operator) => {
    const signature = operators.get(operator);
    return (
      signature?.left === shape && signature.kinds.includes(kind) && !(kind === 'boolean' && signature.right === 'list')
    );
  });
  // A choice is asked what it is; only of amounts and days more or less.
  return type === 'choice' || type === 'string'
    ? fitting.toSorted((a, b) => Number(b === 'equal') - Number(a === 'equal'))
    : fitting;
}

function choiceOf(operator: string, language: Language): OperatorChoice {
  const text = sentences[operator]?.after;
  return { operator, text: text?.[language] ?? operator, takes: operators.get(operator)?.right ?? 'one' };
}

/**
 * An operator with its decorators in words, as a choice of its own: of what the list of `operatorsFor` does not offer but
 * a condition may have (`everyFact:equal`, `not:in`). Null for one that is not known.
 */
export function decoratedOperator(written: string, language: Language = 'ja'): OperatorChoice | null {
  const read = readOperator(written);
  if (!read) return null;
  const text = read.prefixes.reduceRight(
    (inner, prefix) => words[language].decorated[prefix]?.(inner) ?? inner,
    choiceOf(read.base, language).text,
  );
  const list =
    read.prefixes.some((prefix) => prefix === 'someValue' || prefix === 'everyValue') ||
    operators.get(read.base)?.right === 'list';
  return { operator: written, text, takes: list ? 'list' : 'one' };
}

/** A value to begin with, which `checkRuleSet` accepts for the fact and the operator; `path` when the size of a list is meant. */
export function defaultValue(fact: FactDeclaration, operator: string, path?: string): FactValue | number[] {
  const { base } = simplifyOperator(operator);
  const amount = path === undefined ? firstValue(fact) : 1;
  if (operators.get(base)?.right !== 'list') return amount;
  return typeof amount === 'number' ? [amount] : [String(amount)];
}

function firstValue(fact: FactDeclaration): string | number | boolean {
  switch (kindOf(fact.type).kind) {
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'date':
      // A day that is plainly a start, as nothing here knows today: the first of a fiscal year.
      return '2026-04-01';
    default:
      return fact.choices?.[0]?.value ?? '';
  }
}

const joints = {
  ja: {
    all: (parts: string[]) => parts.join('、かつ '),
    any: (parts: string[]) => parts.join('、または '),
    not: (part: string) => `${part} ではない`,
    group: (text: string) => `（${text}）`,
  },
  en: {
    all: (parts: string[]) => parts.join(' and '),
    any: (parts: string[]) => parts.join(' or '),
    not: (part: string) => `not ${part}`,
    group: (text: string) => `(${text})`,
  },
};

/**
 * A condition as a sentence: 「未充足の相談 が 3 件 以上」. Named conditions are told by their words when `ruleSet` is
 * given. A fact that the model does not know is told by its name.
 */
export function describeCondition(
  condition: Condition,
  model: FactModel,
  language: Language = 'ja',
  ruleSet?: Pick<RuleSet, 'conditionTexts'>,
): string {
  return describe(condition, model, language, ruleSet?.conditionTexts ?? {});
}

function describe(condition: Condition, model: FactModel, language: Language, named: Record<string, Text>): string {
  const joint = joints[language];
  const inner = (child: Condition): string => {
    const text = describe(child, model, language, named);
    return 'fact' in child || 'condition' in child ? text : joint.group(text);
  };
  if ('condition' in condition) {
    const text = Object.hasOwn(named, condition.condition) ? named[condition.condition] : undefined;
    return text?.[language] ?? text?.ja ?? condition.condition;
  }
  if ('fact' in condition) return describeLeaf(condition, model, language);
  if ('not' in condition) return joint.not(joint.group(describe(condition.not, model, language, named)));
  const children = 'all' in condition ? condition.all : condition.any;
  const [only] = children.length === 1 ? children : [];
  if (only) return describe(only, model, language, named);
  return joint['all' in condition ? 'all' : 'any'](children.map(inner));
}

function describeLeaf(condition: FactCondition, model: FactModel, language: Language): string {
  const fact = model.facts.find((fact) => fact.path === condition.fact);
  const label = labelOf(fact, condition.fact, condition.path, language);
  const { prefixes, base } = simplifyOperator(condition.operator);
  const value = describeValue(condition, fact, model, language);
  const sentence = sentences[base]?.sentence[language](label, value) ?? `${label} ${base} ${value}`;
  return prefixes.reduceRight((text, prefix) => words[language].decorated[prefix]?.(text) ?? text, sentence);
}

function labelOf(
  fact: FactDeclaration | undefined,
  name: string,
  path: string | undefined,
  language: Language,
): string {
  const label = fact?.label[language] ?? fact?.label.ja ?? name;
  return path === undefined ? label : words[language].size(label);
}

function describeValue(
  { value, path }: FactCondition,
  fact: FactDeclaration | undefined,
  model: FactModel,
  language: Language,
): string {
  if (typeof value === 'object' && value !== null && 'fact' in value && typeof value.fact === 'string') {
    const other = model.facts.find((fact) => fact.path === value.fact);
    return words[language].quote(
      labelOf(other, value.fact, 'path' in value && typeof value.path === 'string' ? value.path : undefined, language),
    );
  }
  const declaration = path === undefined ? fact : undefined;
  const describe = (item: unknown): string =>
    typeof item === 'number'
      ? describeAmount(item, declaration, language)
      : declaration?.type === 'date'
        ? formatFact(declaration, item, language)
        : words[language].quote(formatFact(declaration, item, language));
  return Array.isArray(value) ? value.map(describe).join(language === 'ja' ? '・' : ', ') : describe(value);
}

function describeAmount(value: number, fact: FactDeclaration | undefined, language: Language): string {
  if (language !== 'ja' || !fact?.unit) return formatAmount(value, fact?.unit, language);
  return `${formatAmount(value, undefined, language)} ${fact.unit.ja}`;
}
