import { describe, expect, it } from 'vitest';
import { decide, explain, formatFact, nameChoices } from '../../rules/index.ts';
import type { Condition, Decision, ExplanationNode, Facts, Language, RuleSet } from '../../rules/index.ts';
import { facts, libraryKeys, model, readLibrary, ruleSetOf } from './support.ts';

async function explainStored(ruleSet: RuleSet, given: Facts, language: Language, own = model) {
  // A decision is explained from what the store gives back.
  const stored = JSON.parse(JSON.stringify(await decide(ruleSet, given, own))) as Decision;
  return explain(stored, ruleSet, own, language);
}
const leafText = async (condition: Condition, language: Language) =>
  (await explainStored(ruleSetOf({ all: [condition] }), facts, language)).rules[0]?.tree.text;

describe('a condition in words', () => {
  it.each<[string, string, unknown, string, string]>([
    ['i', 'greaterThanInclusive', 3, '件数: 4件（3件以上）', 'Cases: 4 (at least 3)'],
    ['i', 'greaterThan', 3, '件数: 4件（3件を超える）', 'Cases: 4 (more than 3)'],
    ['i', 'lessThan', 3, '件数: 4件（3件未満）', 'Cases: 4 (less than 3)'],
    ['i', 'not:lessThan', 3, '件数: 4件（3件以上）', 'Cases: 4 (at least 3)'],
    ['i', 'swap:lessThan', 3, '件数: 4件（3件を超える）', 'Cases: 4 (more than 3)'],
    ['i', 'equal', 1000, '件数: 4件（1,000件が条件）', 'Cases: 4 (must be 1,000)'],
    [
      'i',
      'lessThan',
      { fact: 'needed' },
      '件数: 4件（目標の6件未満）',
      'Cases: 4 (less than 6, the value of "Target")',
    ],
    ['n', 'lessThanInclusive', 3, '重さ: 2.5kg（3kg以下）', 'Weight: 2.5 kg (at most 3 kg)'],
    ['b', 'equal', true, '同意: はい（「はい」が条件）', 'Consent: Yes (must be "Yes")'],
    ['c', 'equal', 'high', '急ぎ: 急がない（「急ぐ」が条件）', 'Urgency: Low (must be "High")'],
    [
      'c',
      'in',
      ['low', 'high'],
      '急ぎ: 急がない（「急がない」「急ぐ」のどれか）',
      'Urgency: Low (one of "Low", "High")',
    ],
    [
      'cs',
      'includesAny',
      ['z'],
      '連携先: 「甲」「乙」（「丙」のどれかを含む）',
      'Links: "X", "Y" (includes any of "Z")',
    ],
    ['cs', 'contains', 'x', '連携先: 「甲」「乙」（「甲」を含む）', 'Links: "X", "Y" (includes "X")'],
    [
      'cs',
      'someFact:equal',
      'x',
      '連携先: 「甲」「乙」（どれか一つが 「甲」が条件）',
      'Links: "X", "Y" (for at least one: must be "X")',
    ],
    [
      'd',
      'before',
      '2026-12-01',
      '開始日: 2026年11月23日（令和8年）（2026年12月1日（令和8年）より前）',
      'Start: 23 November 2026 (before 1 December 2026)',
    ],
    [
      'd',
      'onOrAfter',
      { fact: 'until' },
      '開始日: 2026年11月23日（令和8年）（期限の2026年12月1日（令和8年）以後）',
      'Start: 23 November 2026 (on or after 1 December 2026, the value of "Deadline")',
    ],
    ['days', 'greaterThan', 1, '日数: 記録なし（1日を超える）', 'Days: not recorded (more than 1 day)'],
  ])('%s %s %j', async (fact, operator, value, ja, en) => {
    expect(await leafText({ fact, operator, value }, 'ja')).toBe(ja);
    expect(await leafText({ fact, operator, value }, 'en')).toBe(en);
  });

  it('asks for the size of a list', async () => {
    expect(await leafText({ fact: 'cs', operator: 'greaterThanInclusive', value: 3, path: '$.length' }, 'ja')).toBe(
      '連携先の数: 2（3以上）',
    );
  });

  it('writes values that a municipality named itself', () => {
    const named = nameChoices(model, { s: [{ value: 'meal', text: { ja: '配食' } }] });
    expect(
      formatFact(
        named.facts.find((fact) => fact.path === 's'),
        'meal',
        'ja',
      ),
    ).toBe('配食');
  });
});

describe('a tree in words', () => {
  it('says what held, did not hold and is unknown', async () => {
    const conditions: Condition = {
      any: [
        {
          all: [
            { fact: 'b', operator: 'equal', value: true },
            { fact: 'i', operator: 'greaterThan', value: 4 },
          ],
        },
        { not: { fact: 'days', operator: 'lessThan', value: 2 } },
        { condition: 'named' },
      ],
    };
    const explanation = await explainStored(
      ruleSetOf(conditions, {
        conditions: { named: { all: [{ fact: 'b', operator: 'equal', value: false }] } },
        conditionTexts: { named: { ja: '同意がない' } },
      }),
      facts,
      'ja',
    );
    expect(explanation.rules[0]?.tree).toEqual({
      held: 'unknown',
      text: '次のどれかに当てはまる',
      children: [
        {
          held: 'not-held',
          text: '次のすべてに当てはまる',
          children: [
            { held: 'held', text: '同意: はい（「はい」が条件）' },
            { held: 'not-held', text: '件数: 4件（4件を超える）', near: 'あと1件で該当します' },
          ],
        },
        {
          held: 'unknown',
          text: '次に当てはまらない',
          children: [{ held: 'unknown', text: '日数: 記録なし（2日未満）' }],
        },
        {
          held: 'not-held',
          text: '同意がない',
          children: [{ held: 'not-held', text: '同意: はい（「いいえ」が条件）' }],
        },
      ],
    });
  });
});

describe('the whole answer', () => {
  const explainLibrary = async (key: string, example: number, language: Language, more: Facts = {}) => {
    const { ruleSet, model: own } = readLibrary(key);
    return explainStored(ruleSet, { ...ruleSet.examples?.[example]?.facts, ...more }, language, own);
  };

  it('tells a closed step what is missing', async () => {
    const ja = await explainLibrary('establishment-readiness', 1, 'ja');
    expect(ja.near).toEqual(['あと1回の座談会が必要です']);
    expect(ja.sentence).toBe('まだ協議体を設置できません。あと1回の座談会が必要です。');
    expect(ja.outcomes).toEqual([{ type: 'refuse', rule: null, text: 'まだ協議体を設置できません。' }]);
    const en = await explainLibrary('establishment-readiness', 2, 'en');
    expect(en.near).toEqual([
      'Roundtables still needed: 2',
      'Roundtables still to be examined: 1',
      'Members still needed: 5',
      'Member organisations still needed: 3',
    ]);
  });

  it('tells an open step why, and nothing is missing', async () => {
    const ja = await explainLibrary('establishment-readiness', 0, 'ja');
    expect(ja).toMatchObject({
      near: [],
      sentence: '座談会を2回開き、5人の構成員と3団体がそろったので、協議体を設置できます。',
      rules: [{ held: 'held', counts: true, title: '設置の準備がそろった' }],
    });
  });

  it('calls only what is nearly reached a near miss, except for a step, which tells all that is to be done', async () => {
    const far: Condition = { all: [{ fact: 'i', operator: 'greaterThanInclusive', value: 365 }] };
    const leaf = async (purpose: RuleSet['purpose'], type: string) => {
      const ruleSet = ruleSetOf(far);
      return (
        await explainStored(
          { ...ruleSet, purpose, rules: ruleSet.rules.map((rule) => ({ ...rule, event: { type } })) },
          facts,
          'ja',
        )
      ).rules[0]?.tree;
    };
    expect((await leaf('watch', 'noticed'))?.near).toBeUndefined();
    expect((await leaf('step', 'allow'))?.near).toContain('あと361件');
  });

  it('puts real values into the reason of an escalation, and names near misses', async () => {
    expect((await explainLibrary('escalation', 1, 'ja')).sentence).toBe(
      '同じ種類の未充足の困りごとが90日以内に3件あり、使えるサービスがありません。第1層へ提案する候補です。',
    );
    const none = await explainLibrary('escalation', 0, 'ja', {
      'area.unmetSameType': 2,
      'area.areasWithSameLack': 1,
      'area.servicesWithCapacity': 0,
    });
    expect(none.sentence).toBe('今は第1層へ上げる必要はありません。');
    expect(none.near).toEqual([
      'ほかの圏域でも同じ不足がある: あと1圏域で該当します（同じ種類が不足しているほかの圏域: 1圏域）',
      '同じ困りごとが続いている: あと1件で該当します（90日以内に受け付けた、同じ種類の未充足の困りごと: 2件）',
    ]);
  });

  it('adds up a score and says why a service is left out', async () => {
    const ranked = await explainLibrary('referral', 0, 'ja');
    expect(ranked).toMatchObject({
      score: 70,
      excluded: false,
      sentence: '70点です（空きがある +30、同じ圏域にある +20、内容を最近確認した +10、対応中の紹介が少ない +10）。',
    });
    expect(ranked.rules.find((rule) => rule.name === 'confirmed-lately')).toMatchObject({
      points: 10,
      counts: true,
      reason: '内容を確認したのは30日前です。',
    });
    expect((await explainLibrary('referral', 2, 'ja')).sentence).toBe(
      '候補から外しました。この困りごとは前に断られています。',
    );
    expect((await explainLibrary('referral', 2, 'en')).sentence).toBe('Left out. It has refused this need before.');
  });

  it('lists several findings in one sentence', async () => {
    expect((await explainLibrary('hollowing-out', 1, 'ja')).sentence).toBe(
      '次の2つに当てはまります: 会合が途絶えている、構成員が少ない。',
    );
    expect((await explainLibrary('hollowing-out', 0, 'en')).sentence).toBe('No rule applies.');
  });

  it('tells a rule by its name when the rule set has it no more', async () => {
    const { ruleSet, model: own } = readLibrary('escalation');
    const decision = await decide(ruleSet, ruleSet.examples?.[1]?.facts ?? {}, own);
    expect(explain(decision, { ...ruleSet, rules: [] }, own, 'ja').sentence).toBe('「many-unmet」に当てはまります。');
  });

  it.each(
    libraryKeys.flatMap(
      (key) =>
        [
          [key, 'ja', /\{\{|undefined|NaN/],
          [key, 'en', /\{\{|undefined|NaN|[ぁ-んァ-ヶ一-龠]/],
        ] as const,
    ),
  )('%s leaves nothing untold in %s', async (key, language, forbidden) => {
    const { ruleSet, model: own } = readLibrary(key);
    for (const example of ruleSet.examples ?? []) {
      const explanation = await explainStored(ruleSet, example.facts, language, own);
      const texts = [
        explanation.sentence,
        ...explanation.near,
        ...explanation.outcomes.map((outcome) => outcome.text),
        ...explanation.rules.flatMap((rule) => [rule.title, rule.reason ?? '', ...listTexts(rule.tree)]),
      ];
      expect(texts.filter((text) => forbidden.test(text))).toEqual([]);
    }
  });
});

function listTexts(node: ExplanationNode): string[] {
  return [node.text, node.near ?? '', ...(node.children ?? []).flatMap(listTexts)];
}
