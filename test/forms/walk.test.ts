import { describe, expect, it } from 'vitest';
import { describeAnswers } from '../../client/forms/describe-answers.ts';
import { toSummary } from '../../client/forms/places.ts';
import { checkForm, keepAsked, listFields, localize, tellAnswers, validate, type Form } from '../../forms/index.ts';

/* One form with every way in which JSON Schema lets a field stand: whoever looks for fields must find each of them. */
const kinds = {
  oneOf: [
    { const: 'lane', title: '道' },
    { const: 'roof', title: '屋根' },
  ],
};
const form: Form = {
  key: 'snow',
  purpose: 'need-step',
  texts: {
    ja: {
      name: '雪かき',
      fields: {
        snow: { title: '雪かき', choices: { true: '要る', false: '要らない' } },
        kind: { title: '場所' },
        more: { title: 'ほか' },
        days: { title: '日数' },
        'house.floors': { title: '階' },
        house: { title: '家' },
        'house.rooms': { title: '部屋' },
        'house.rooms[].name': { title: '部屋の名前' },
        'house.rooms[].size': { title: '広さ' },
        since: { title: 'いつから' },
        why: { title: '理由' },
        urgent: { title: '急ぐか', choices: { '1': '急ぐ', '2': '急がない' } },
      },
    },
  },
  schema: {
    type: 'object',
    required: ['snow'],
    properties: {
      snow: { type: 'boolean' },
      house: { $ref: '#/$defs/house' },
      since: {},
      urgent: { allOf: [{ $ref: '#/$defs/urgent' }] },
    },
    if: { properties: { snow: { const: true } }, required: ['snow'] },
    then: { properties: { kind: { $ref: '#/$defs/kind' }, since: { type: 'string', format: 'date' } } },
    else: { properties: { why: { type: 'string' } } },
    dependentSchemas: { kind: { properties: { days: { type: 'integer', 'x-unit': { ja: '日' } } } } },
    anyOf: [{ properties: { more: { type: 'array', items: { $ref: '#/$defs/kind' } } } }],
    $defs: {
      kind: kinds,
      urgent: { enum: [1, 2] },
      room: {
        type: 'object',
        properties: { name: { type: 'string' } },
        allOf: [{ if: { required: ['name'] }, then: { properties: { size: { type: 'number' } } } }],
      },
      house: {
        type: 'object',
        properties: { floors: { type: 'integer' }, rooms: { type: 'array', items: { $ref: '#/$defs/room' } } },
      },
    },
  },
};

const answers = {
  snow: true,
  kind: 'roof',
  more: ['lane'],
  days: 3,
  since: '2026-12-01',
  urgent: 1,
  house: { floors: 2, rooms: [{ name: '居間', size: 8.5 }] },
};
const spoken = [
  '雪かき：要る',
  '場所：屋根',
  'ほか：道',
  '日数：3日',
  'いつから：2026年12月1日（令和8年）',
  '急ぐか：急ぐ',
  '家：2・居間・8.5',
];

describe('every way in which a field may stand', () => {
  it('is in order, with words for each and choices by the schema’s own titles', () => {
    expect(checkForm(form)).toEqual([]);
    for (const path of Object.keys(form.texts.ja.fields)) {
      const { [path]: _gone, ...fields } = form.texts.ja.fields;
      const without = { ...form, texts: { ja: { ...form.texts.ja, fields } } };
      expect([path, checkForm(without).map(({ code }) => code)]).toEqual([
        path,
        expect.arrayContaining(['field-without-title']),
      ]);
    }
  });

  it('offers rules what it is', () => {
    const offered = listFields(form).map(({ path, type, format, choices, marks }) =>
      [path, type, format, choices?.map(({ value, text }) => `${value}=${text.ja}`).join(), marks.personal]
        .filter((part) => part !== undefined)
        .join(' '),
    );
    expect(offered.toSorted()).toEqual(
      [
        'snow boolean false',
        'house object true',
        'house.floors integer false',
        'house.rooms array true',
        'house.rooms[].name string true',
        'house.rooms[].size number false',
        'since string date false',
        'urgent number 1=急ぐ,2=急がない false',
        'kind string lane=道,roof=屋根 false',
        'why string true',
        'more array lane=道,roof=屋根 false',
        'days integer false',
      ].toSorted(),
    );
  });

  it('is kept where it is asked, and nowhere else, at any depth', () => {
    expect(validate(form, answers)).toEqual([]);
    expect(keepAsked(form, { ...answers, why: 'x', house: { ...answers.house, cellar: 1 } })).toEqual(answers);
    expect(
      keepAsked(form, { snow: false, kind: 'roof', days: 3, why: '降らない', house: { rooms: [{ size: 8 }] } }),
    ).toEqual({ snow: false, days: 3, why: '降らない', house: { rooms: [{}] } });
  });

  it('is told in words on the server and before sending, and to nobody beyond without a mark', () => {
    const lines = tellAnswers(form, answers, 'staff', 'ja').map(({ label, value }) => `${label}：${value}`);
    expect(lines.toSorted()).toEqual(spoken.toSorted());
    const everybody = ['tier1', 'members', 'provider-accepted'].map((name) => ({ name, consent: true }));
    expect(tellAnswers(form, answers, everybody, 'ja')).toEqual([]);
    const local = localize(form, 'ja');
    const described = describeAnswers(
      { ...local, key: 'snow', number: 1, initial: {} } as unknown as Parameters<typeof describeAnswers>[0],
      answers,
      { yes: 'はい', no: 'いいえ', separator: '、' },
    );
    expect(described.map(({ label }) => label).toSorted()).toEqual(
      ['雪かき', '場所', 'ほか', '日数（日）', 'いつから', '急ぐか', '家'].toSorted(),
    );
    expect(described).toEqual(
      expect.arrayContaining([
        { label: '場所', value: '屋根' },
        { label: 'ほか', value: '道' },
        { label: '急ぐか', value: '急ぐ' },
      ]),
    );
  });

  it('is named where something is wrong with it', () => {
    const wrong = { ...answers, kind: 'sea', days: 1.5, house: { rooms: [{ name: '居間', size: 'big' }] } };
    expect(validate(form, wrong).map(({ path, message }) => `${path} ${message}`)).toEqual(
      expect.arrayContaining([
        '/days 日数は整数で入力してください',
        '/house/rooms/0/size 家の部屋の1件目の広さは数字で入力してください',
      ]),
    );
    const place = (property: string) =>
      toSummary([{ property, message: 'x', stack: 'x' }], localize(form, 'ja').schema);
    expect(place('.house.rooms.0.size')[0]?.label).toBe('家 部屋 1 広さ');
    expect(place('.days')[0]?.label).toBe('日数（日）');
  });
});

it('finds a field however deep it stands', () => {
  const deep = Array.from({ length: 12 }).reduce<object>((inner) => ({ type: 'object', properties: { x: inner } }), {
    type: 'string',
  });
  expect(
    listFields({ ...form, schema: deep as Form['schema'] })
      .at(-1)
      ?.path.split('.'),
  ).toHaveLength(12);
});
