import { useTranslation } from 'react-i18next';
import type { Language, Rule, RuleSet, Text } from '../../../rules/types.ts';

/** The language that is spoken now, as the rules' core names it. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? 'en' : 'ja';
}

export const inWords = (text: Text, language: Language): string => text[language] ?? text.ja;

/** What people call a rule. */
export const titleOf = (rule: Rule, language: Language): string =>
  rule.texts?.[language]?.name || rule.texts?.ja.name || rule.name;

/** What people call a named condition. */
export function nameOf(ruleSet: RuleSet, name: string, language: Language): string {
  const text = ruleSet.conditionTexts?.[name];
  return (text && inWords(text, language)) || name;
}

/** The outcomes that a rule set knows: its rules' and the one when none holds. */
export function outcomesOf(ruleSet: RuleSet): string[] {
  return [
    ...new Set([
      ...ruleSet.rules.map((rule) => rule.event.type),
      ...(ruleSet.otherwise ? [ruleSet.otherwise.type] : []),
    ]),
  ];
}

const ownWords = ['proposal', 'report', 'none', 'prefer', 'hesitate', 'exclude', 'allow', 'refuse', 'found'];

/** An outcome in words: the product's own, else those of the rule that has it, else its name. */
export function useOutcomeWords(ruleSet: RuleSet | null): (type: string) => string {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  return (type) => {
    if (ownWords.includes(type)) return t(`outcome.${type}`);
    const rule = ruleSet?.rules.find((rule) => rule.event.type === type);
    return rule ? titleOf(rule, language) : type;
  };
}
