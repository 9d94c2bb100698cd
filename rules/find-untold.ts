import type { Finding } from './analyse/finding.ts';
import { sayFinding } from './analyse/texts.ts';
import { pointer } from './messages.ts';
import type { Language, RuleSet } from './types.ts';

/**
 * Rules in use that nobody could be told of: without a name that people call them by, or without the reason that stands in every
 * decision they take part in. The rule set has passed `checkRuleSet`.
 */
export function findUntold({ rules }: RuleSet, language: Language = 'ja'): Finding[] {
  return rules.flatMap((rule, index) => {
    if (rule.disabled) return [];
    const { name, reason } = rule.texts?.ja ?? {};
    const said = { rule: name?.trim() || rule.name };
    const at = { severity: 'warning' as const, path: pointer('/rules', index), rule: rule.name };
    return [
      ...(name?.trim() ? [] : [{ ...at, code: 'unnamed', message: sayFinding('unnamed', language, said) }]),
      ...(reason?.trim() ? [] : [{ ...at, code: 'unexplained', message: sayFinding('unexplained', language, said) }]),
    ];
  });
}
