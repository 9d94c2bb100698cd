import { readFileSync } from 'node:fs';
import i18n from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { ruleWords } from '../../../../client/studio/forms/logic/rule-words.ts';
import { sayIssue } from '../../../../client/studio/forms/say-issue.ts';
import { checkForm } from '../../../../forms/index.ts';
import type { Form, LogicRule } from '../../../../forms/types.ts';
import { checkConditions } from '../../../../rules/index.ts';
import { withSnow } from '../../../support/form-logic.ts';

const read = (language: string): object =>
  JSON.parse(
    readFileSync(new URL(`../../../../client/texts/${language}/builder.json`, import.meta.url), 'utf8'),
  ) as object;

const english: Record<string, string> = { snow: 'Snow', snowDays: 'Days of snow' };
const snow = withSnow() as unknown as Form;
const form: Form = {
  ...snow,
  texts: {
    ...snow.texts,
    en: {
      name: 'Intake',
      fields: Object.fromEntries(Object.entries(english).map(([path, title]) => [path, { title }])),
    },
  },
};

beforeAll(() =>
  i18n.init({
    lng: 'ja',
    resources: { ja: { builder: read('ja') }, en: { builder: read('en') } },
    interpolation: { escapeValue: false },
  }),
);

const wordsIn = (language: 'ja' | 'en') => ruleWords(form, i18n.getFixedT(language, 'builder'), language);
const say = (language: 'ja' | 'en', rule: LogicRule): string => wordsIn(language).say(rule);
const ruleOf = (id: string): LogicRule => form.logic?.find((rule) => rule.id === id) ?? { id, then: { show: [] } };

describe('a form’s rules as sentences', () => {
  it.each([
    ['snow-days', '雪かきが必要 が 「はい」 なら、「雪の日数」、「だれが雪をかくか」をたずねます。'],
    ['snow-days-needed', '雪かきが必要 が 「はい」 なら、「雪の日数」を必須にします。'],
    ['many-days', '雪の日数 が 10 日 を超える なら、「だれが雪をかくか」の選択肢を「家族」、「近所」にしぼります。'],
    ['who', '雪かきが必要 が 「はい」 なら、「だれが雪をかくか」をできるだけ答えてもらいます。'],
    [
      'long-day',
      '「手伝う人」の1件ごとに：1日の時間 が 24 時間 を超える なら、「1日の時間」に「1日は24時間までです。」と出して、送れないようにします。',
    ],
    ['hours', 'いつも、「手伝いの時間の合計」に「1日の時間」の合計を入れます。'],
  ])('say in Japanese what %s does', (id, sentence) => {
    expect(say('ja', ruleOf(id))).toBe(sentence);
  });

  it.each([
    ['snow-days-needed', 'If Snow is "Yes", demand “Days of snow”.'],
    [
      'long-day',
      'For each entry of “手伝う人”: If 1日の時間 is more than 24, say “A day has 24 hours.” at “1日の時間” and do not let it be sent.',
    ],
  ])('say in English what %s does, in Japanese what has no English name', (id, sentence) => {
    expect(say('en', ruleOf(id))).toBe(sentence);
  });

  it('say that a condition, or a reason, is still missing', () => {
    expect(say('ja', { id: 'a', when: { all: [] }, then: { show: ['snowDays'] } })).toBe(
      '（条件がまだありません）なら、「雪の日数」をたずねます。',
    );
    expect(say('en', { id: 'a', when: { all: [] }, then: { refuse: 'snowDays', message: { ja: ' ' } } })).toBe(
      'If (no condition yet), say why (not written yet) at “Days of snow” and do not let it be sent.',
    );
  });

  it('say values with units, dates and answers that are taken over', () => {
    const set = (value: LogicRule['then'] & object): string => say('ja', { id: 'a', then: value });
    expect(set({ set: 'snowDays', value: 3 })).toBe('いつも、「雪の日数」に3日を入れます。');
    expect(set({ set: 'snow', value: true })).toBe('いつも、「雪かきが必要」に「はい」を入れます。');
    expect(set({ set: 'hoursAll', value: { fact: 'snowDays' } })).toBe(
      'いつも、「手伝いの時間の合計」に「雪の日数」の答えを入れます。',
    );
  });
});

describe('what the check says of rules', () => {
  const logic: LogicRule[] = [
    { id: 'rule-2222', then: { set: 'snowDays', value: 1 } },
    { id: 'rule-3333', then: { set: 'snowDays', value: 2 } },
    { id: 'rule-4444', then: { require: ['no-such', 'helpers'] } },
    { id: 'rule-5555', then: { set: 'snowDays', value: { sum: ['helpers[].hours'] } } },
    { id: 'rule-7777', then: { set: 'snowDays', value: '' } },
  ];

  it.each(['ja', 'en'] as const)(
    'names fields and settings as they are read here, not as JSON has them (%s)',
    (lang) => {
      const sound: Form = { ...form, logic: logic.slice(0, 2) };
      const all = [{ ...form, logic }, sound].flatMap((each) =>
        checkForm(each, lang, checkConditions).map((issue) => {
          const words = ruleWords(each, i18n.getFixedT(lang, 'builder'), lang);
          return { code: issue.code, text: sayIssue(i18n.getFixedT(lang, 'builder'), issue, each, words) };
        }),
      );
      expect(new Set(all.map(({ code }) => code))).toEqual(
        new Set(['unknown-field', 'logic-unit', 'logic-value-missing', 'logic-clash']),
      );
      for (const { text } of all) expect(text).not.toMatch(/rule-\d|snowDays|helpers|no-such|issue\./);
    },
  );
});
