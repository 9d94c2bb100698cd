import { useTranslation } from 'react-i18next';
import type { Language, RuleSet, Text } from '../../../rules/types.ts';

/** The language that is spoken now, as the rules' core names it. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? 'en' : 'ja';
}

export const inWords = (text: Text, language: Language): string => text[language] ?? text.ja;

/** What people call a named condition. */
export function nameOf(ruleSet: RuleSet, name: string, language: Language): string {
  const text = ruleSet.conditionTexts?.[name];
  return (text && inWords(text, language)) || name;
}
