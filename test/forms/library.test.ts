import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkForm, tellAnswers, keepAsked, listFields, localize, validate } from '../../forms/index.ts';
import type { Form, JsonSchema } from '../../forms/index.ts';
import { checkConditions } from '../../rules/index.ts';

const folder = new URL('../../forms/library/', import.meta.url);
const load = (key: string): Form => JSON.parse(readFileSync(new URL(`${key}.form.json`, folder), 'utf8'));
const keys = readdirSync(folder).map((file) => file.replace('.form.json', ''));

const sources = {
  areas: [{ value: 'a1', label: '釜・大街道' }],
  'service-types': [
    { value: 'meal', label: '配食' },
    { value: 'shopping', label: '買い物' },
  ],
  organisations: [{ value: 'o1', label: '架空町内会' }],
  needs: [{ value: 'n1', label: '1番 買い物に行けない' }],
};

it('has every form that the product needs', () => {
  const wanted = [
    'need-intake',
    'need-assessment',
    'need-unmet',
    'need-to-council',
    'need-closing',
    'need-reopening',
    'referral-refusal',
    'referral-completion',
    'referral-withdrawal',
    'referral-stop',
    'proposal',
    'report',
    'proposal-answer',
    'report-note',
    'meeting',
  ];
  expect(wanted.filter((key) => !keys.includes(key))).toEqual([]);
});

/** Titles of everything that rjsf would draw, wherever it stands in the schema. */
function titles(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own =
    'properties' in value &&
    typeof value.properties === 'object' &&
    value.properties !== null &&
    !('const' in Object.values(value.properties)[0])
      ? Object.values(value.properties).map((field: JsonSchema) => String(field.title ?? ''))
      : [];
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => (key === 'if' ? [] : titles(inner)))];
}

describe.each(keys)('the form %s', (key) => {
  const form = load(key);

  it('is in order', () => {
    expect(form.key).toBe(key);
    expect(checkForm(form, 'ja', checkConditions)).toEqual([]);
  });

  it.each(['ja', 'en'] as const)('has a title for every field in %s', (language) => {
    const { schema, name, submit } = localize(form, language, sources);
    const all = [name, submit ?? '', ...titles(schema)];
    expect(all.length).toBeGreaterThan(2);
    expect(
      all.filter(
        (title) => title === '' || title === 'undefined' || (language === 'en' && /[ぁ-んァ-ヶ一-龠]/.test(title)),
      ),
    ).toEqual([]);
  });

  it('has as much help in English as in Japanese, and words for every choice', () => {
    const { ja, en } = form.texts;
    for (const [path, words] of Object.entries(ja.fields)) {
      expect([path, Boolean(en?.fields[path]?.help)]).toEqual([path, Boolean(words.help)]);
      expect([path, Object.keys(en?.fields[path]?.choices ?? {})]).toEqual([path, Object.keys(words.choices ?? {})]);
    }
  });
});

describe('the intake form', () => {
  const form = load('need-intake');
  const community = {
    scope: 'community',
    area: 'a1',
    types: ['meal'],
    urgency: 'low',
    title: '配食がない',
    situation: '店が遠い',
    receivedOn: '2026-11-23',
  };
  const individual = {
    ...community,
    scope: 'individual',
    residentName: '架空 花子',
    residentKana: 'かくう ﾊﾅｺ',
    consent: 'given',
    consentScope: ['service'],
  };

  it('takes a need of the community without a resident or consent', () => {
    expect(validate(form, community, 'ja', sources)).toEqual([]);
  });

  it('takes a need of one person', () => {
    expect(validate(form, individual, 'ja', sources)).toEqual([]);
    expect(validate(form, { ...individual, consent: 'not-given', consentScope: undefined }, 'ja', sources)).toEqual([]);
  });

  it.each([
    ['residentName', '氏名を入力してください'],
    ['residentKana', 'ふりがなを入力してください'],
    ['consent', '情報を伝えることへの同意を選んでください'],
    ['consentScope', '同意の範囲を選んでください'],
  ])('asks for %s where one person needs help', (name, message) => {
    const { [name]: _, ...rest } = individual as Record<string, unknown>;
    expect(validate(form, rest, 'ja', sources)).toContainEqual({ path: `/${name}`, code: 'required', message });
  });

  it('drops what it does not ask: a resident left over in a need of the community', () => {
    expect(keepAsked(form, { ...individual, scope: 'community', other: 1 })).toEqual(community);
    expect(keepAsked(form, individual)).toEqual(individual);
  });

  it('tells the answers in words, in the order of the form', () => {
    expect(
      tellAnswers(
        form,
        { ...individual, age: 82, types: ['meal', 'shopping'], links: ['dementia'] },
        'staff',
        'ja',
        sources,
      ).map(({ label, value }) => `${label}：${value}`),
    ).toEqual([
      'だれの困りごとか：個人（ひとりの方）',
      '氏名：架空 花子',
      'ふりがな：かくう ﾊﾅｺ',
      '年齢：82歳',
      '圏域：釜・大街道',
      '必要な手助けの種類：配食、買い物',
      '急ぎ：急がない',
      '見出し：配食がない',
      '暮らしの様子：店が遠い',
      '情報を伝えることへの同意：同意を得た',
      '同意の範囲：つなぎ先のサービス・団体',
      'ほかの制度との関わり：認知症',
      '受け付けた日：2026年11月23日（令和8年）',
    ]);
    expect(tellAnswers(form, community, 'staff', 'en', sources)).toContainEqual({
      label: 'Received on',
      value: '23 November 2026',
    });
  });

  it('offers its fields to rules, with type, choices and unit', () => {
    const fields = listFields(form);
    expect(fields.find(({ path }) => path === 'urgency')).toMatchObject({
      path: 'urgency',
      type: 'string',
      required: true,
      label: { ja: '急ぎ', en: 'Urgency' },
      choices: [
        { value: 'low', text: { ja: '急がない', en: 'Can wait' } },
        { value: 'normal', text: { ja: 'ふつう', en: 'Normal' } },
        { value: 'high', text: { ja: '急ぐ', en: 'Urgent' } },
      ],
    });
    expect(fields.find(({ path }) => path === 'age')).toMatchObject({
      type: 'integer',
      required: false,
      unit: { ja: '歳', en: 'years' },
    });
    expect(fields.find(({ path }) => path === 'receivedOn')).toMatchObject({ format: 'date', required: true });
  });

  it('is ready for rjsf: choices with words, sources filled in, helps in the uiSchema, the form itself unchanged', () => {
    const before = JSON.stringify(form);
    const { schema, uiSchema } = localize(form, 'ja', sources);
    expect(schema).toMatchObject({
      properties: {
        urgency: { title: '急ぎ', oneOf: [{ const: 'low', title: '急がない' }, {}, {}] },
        area: { oneOf: [{ const: 'a1', title: '釜・大街道' }] },
        types: { items: { oneOf: [{ const: 'meal', title: '配食' }, {}] } },
      },
    });
    expect(schema.then).toMatchObject({
      properties: { residentName: { title: '氏名' }, age: { title: '年齢（歳）' } },
    });
    expect(uiSchema).toMatchObject({
      situation: { 'ui:widget': 'textarea', 'ui:help': expect.any(String) },
      title: { 'ui:placeholder': expect.any(String) },
    });
    expect(JSON.stringify(form)).toBe(before);
  });
});

it('tells the entries of a list, one a line', () => {
  const answers = {
    selectedOn: '2026-04-01',
    reason: '立場の違う人を選んだ',
    members: [
      { name: '架空 太郎', organisation: 'o1', role: 'chair' },
      { name: '架空 花子', role: 'member' },
    ],
  };
  expect(tellAnswers(load('member-selection'), answers, 'staff', 'ja', sources)).toContainEqual({
    label: '構成員',
    value: '架空 太郎・架空町内会・会長\n架空 花子・構成員',
  });
});

it('puts the words of a list’s entries where rjsf looks for them', () => {
  const { schema, uiSchema } = localize(load('meeting'), 'ja', sources);
  expect(schema).toMatchObject({
    properties: { needs: { items: { properties: { needId: { title: '困りごと', oneOf: [{ const: 'n1' }] } } } } },
  });
  expect(uiSchema).toMatchObject({
    needs: { items: { plan: { 'ui:widget': 'textarea', 'ui:help': expect.any(String) } } },
  });
});
