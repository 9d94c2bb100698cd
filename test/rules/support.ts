import { readFileSync } from 'node:fs';
import { factModels } from '../../rules/index.ts';
import type { Condition, FactModel, Facts, RuleSet } from '../../rules/index.ts';

/** A small model with a fact of each type. */
export const model: FactModel = {
  key: 'sample',
  label: { ja: '見本', en: 'Sample' },
  facts: [
    { path: 'n', type: 'number', origin: 'form', label: { ja: '重さ', en: 'Weight' }, unit: { ja: 'kg', en: 'kg' } },
    {
      path: 'i',
      type: 'integer',
      origin: 'form',
      label: { ja: '件数', en: 'Cases' },
      unit: { ja: '件' },
      shortfall: { ja: 'あと{{n}}件必要です', en: 'Cases still needed: {{n}}' },
    },
    { path: 's', type: 'string', origin: 'form', label: { ja: '名前', en: 'Name' } },
    { path: 'b', type: 'boolean', origin: 'form', label: { ja: '同意', en: 'Consent' } },
    { path: 'd', type: 'date', origin: 'form', label: { ja: '開始日', en: 'Start' } },
    {
      path: 'c',
      type: 'choice',
      origin: 'form',
      label: { ja: '急ぎ', en: 'Urgency' },
      choices: [
        { value: 'low', text: { ja: '急がない', en: 'Low' } },
        { value: 'high', text: { ja: '急ぐ', en: 'High' } },
      ],
    },
    {
      path: 'cs',
      type: 'choices',
      origin: 'form',
      label: { ja: '連携先', en: 'Links' },
      choices: [
        { value: 'x', text: { ja: '甲', en: 'X' } },
        { value: 'y', text: { ja: '乙', en: 'Y' } },
        { value: 'z', text: { ja: '丙', en: 'Z' } },
      ],
    },
    { path: 'ss', type: 'strings', origin: 'form', label: { ja: '呼び名', en: 'Nicknames' } },
    {
      path: 'days',
      type: 'integer',
      origin: 'computed',
      label: { ja: '日数', en: 'Days' },
      unit: { ja: '日', en: 'day|days' },
      optional: true,
    },
    { path: 'word', type: 'string', origin: 'form', label: { ja: '言葉', en: 'Word' }, optional: true },
    { path: 'needed', type: 'integer', origin: 'form', label: { ja: '目標', en: 'Target' }, unit: { ja: '件' } },
    { path: 'until', type: 'date', origin: 'form', label: { ja: '期限', en: 'Deadline' } },
  ],
};

export const facts: Facts = {
  n: 2.5,
  i: 4,
  s: 'さくら',
  b: true,
  d: '2026-11-23',
  c: 'low',
  cs: ['x', 'y'],
  ss: ['a'],
  needed: 6,
  until: '2026-12-01',
};

/** A rule set of one rule over the sample model. */
export function ruleSetOf(conditions: Condition, more: Partial<RuleSet> = {}): RuleSet {
  return {
    key: 'sample',
    purpose: 'watch',
    factModel: 'sample',
    strategy: 'first',
    texts: { ja: { name: '見本' } },
    rules: [{ name: 'only', conditions, event: { type: 'found' } }],
    ...more,
  };
}

export const libraryKeys = [
  'referral',
  'escalation',
  'establishment-readiness',
  'hollowing-out',
  'roundtable-examined',
  'niigata-election-ready',
  'niigata-briefing-ready',
];

/** A rule set as it is shipped, with its model. */
export function readLibrary(key: string): { ruleSet: RuleSet; model: FactModel } {
  const ruleSet = JSON.parse(
    readFileSync(new URL(`../../rules/library/${key}.rules.json`, import.meta.url), 'utf8'),
  ) as RuleSet;
  const model = factModels[ruleSet.factModel];
  if (!model) throw new Error(`no fact model ${ruleSet.factModel}`);
  return { ruleSet, model };
}
