import type { FactDeclaration, Language, Text } from './types.ts';
import { words } from './words.ts';

// Made once: making one takes longer than a whole explanation, and a ranking writes thousands.
const numbers: Record<Language, Intl.NumberFormat> = {
  ja: new Intl.NumberFormat('ja'),
  en: new Intl.NumberFormat('en'),
};
const days: Record<Language, Intl.DateTimeFormat> = {
  ja: new Intl.DateTimeFormat('ja-JP', { dateStyle: 'long', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }),
};

const eras = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { era: 'long', year: 'numeric', timeZone: 'UTC' });

/** A fact's value as people write it: with its unit, its choice's words, or 2026年11月23日（令和8年）. */
export function formatFact(declaration: FactDeclaration | undefined, value: unknown, language: Language): string {
  const say = words[language];
  if (value === undefined || value === null) return say.unknown;
  if (typeof value === 'boolean') return value ? say.yes : say.no;
  if (typeof value === 'number') return formatAmount(value, declaration?.unit, language);
  if (Array.isArray(value))
    return value.length === 0
      ? say.nothing
      : say.list(value.map((item) => say.quote(formatFact(declaration, item, language))));
  if (declaration?.type === 'date') return formatDate(String(value), language);
  const choice = declaration?.choices?.find((choice) => choice.value === value);
  return choice ? (choice.text[language] ?? choice.text.ja) : String(value);
}

/** A number with its unit. English may give a unit's two forms as `day|days`; without one the label has to say it. */
export function formatAmount(value: number, unit: Text | undefined, language: Language): string {
  const number = numbers[language].format(value);
  if (language === 'ja') return `${number}${unit?.ja ?? ''}`;
  const [singular, many = singular] = unit?.en?.split('|') ?? [];
  return singular === undefined ? number : `${number} ${value === 1 ? singular : many}`;
}

function formatDate(value: string, language: Language): string {
  const day = new Date(`${value}T00:00:00Z`);
  return language === 'ja' ? `${days.ja.format(day)}（${eras.format(day)}）` : days.en.format(day);
}
