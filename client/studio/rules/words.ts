import { useTranslation } from 'react-i18next';
import type { Language, Rule, RuleSet } from '../../../rules/types.ts';
import { useLanguage } from '../kit/language.ts';

/** What people call a rule. */
export const titleOf = (rule: Rule, language: Language): string =>
  rule.texts?.[language]?.name || rule.texts?.ja.name || rule.name;

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
