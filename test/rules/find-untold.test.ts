import { expect, it } from 'vitest';
import { findUntold } from '../../rules/index.ts';
import type { Rule, RuleSet } from '../../rules/types.ts';

const rule = (name: string, more: Partial<Rule> = {}): Rule => ({
  name,
  conditions: { all: [{ fact: 'a', operator: 'equal', value: 1 }] },
  event: { type: 'found' },
  ...more,
});
const setOf = (...rules: Rule[]): RuleSet => ({
  key: 'watch',
  purpose: 'watch',
  factModel: 'm',
  strategy: 'every',
  texts: { ja: { name: '見守り' } },
  rules,
});

it('finds rules in use without a name or a reason, in the language asked for', () => {
  const findings = findUntold(
    setOf(
      rule('told', { texts: { ja: { name: '会合がない', reason: '会合がありません。' } } }),
      rule('rule-1'),
      rule('blank', { texts: { ja: { name: '連絡がない', reason: ' ' } } }),
      rule('off', { disabled: true }),
    ),
  );
  expect(findings.map(({ code, severity, path }) => [code, severity, path])).toEqual([
    ['unnamed', 'warning', '/rules/1'],
    ['unexplained', 'warning', '/rules/1'],
    ['unexplained', 'warning', '/rules/2'],
  ]);
  expect(findings[0]?.message).toBe('「rule-1」に名前がありません。人に見せる名前を付けてください。');
  expect(findUntold(setOf(rule('rule-1')), 'en')[1]?.message).toContain('has no reason');
});
