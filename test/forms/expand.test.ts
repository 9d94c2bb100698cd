import { describe, expect, it } from 'vitest';
import { describeAnswers as describeInBrowser } from '../../client/forms/describe-answers.ts';
import {
  checkForm,
  tellAnswers,
  keepAsked,
  listFields,
  localize,
  validate,
  type Form,
  type JsonSchema,
} from '../../forms/index.ts';

/** A form of the field `method` and more, with a title for each field. */
function formOf(schema: JsonSchema, titles: Record<string, string>): Form {
  const fields = Object.fromEntries(
    Object.entries({ method: '確かめ方', ...titles }).map(([path, title]) => [
      path,
      { title, ...(path === 'method' && { choices: { visit: '訪問', phone: '電話' } }) },
    ]),
  );
  return {
    key: 'assessment',
    purpose: 'need-step',
    texts: { ja: { name: '確認', fields } },
    schema: {
      type: 'object',
      required: ['method'],
      ...schema,
      properties: {
        method: { type: 'string', enum: ['visit', 'phone'] },
        ...(schema['properties'] as object | undefined),
      },
    },
  };
}
const visited = { if: { properties: { method: { const: 'visit' } }, required: ['method'] } };
const answers = { method: 'visit', visitor: '架空 太郎' };

describe('a field behind a reference', () => {
  const form = formOf(
    {
      ...visited,
      then: { $ref: '#/$defs/visit' },
      $defs: { visit: { properties: { visitor: { type: 'string' } }, required: ['visitor'] } },
    },
    { visitor: '訪問した人' },
  );

  it('is drawn, required, kept, told, and offered to rules', () => {
    expect(checkForm(form)).toEqual([]);
    expect(localize(form, 'ja').schema).toMatchObject({
      then: { required: ['visitor'], properties: { visitor: { title: '訪問した人' } } },
    });
    expect(validate(form, { method: 'visit' })).toEqual([
      { path: '/visitor', code: 'required', message: '訪問した人を入力してください' },
    ]);
    expect(validate(form, { method: 'phone' })).toEqual([]);
    expect(keepAsked(form, answers)).toEqual(answers);
    expect(keepAsked(form, { ...answers, method: 'phone' })).toEqual({ method: 'phone' });
    expect(tellAnswers(form, answers, 'staff', 'ja')).toContainEqual({ label: '訪問した人', value: '架空 太郎' });
    expect(listFields(form).map(({ path }) => path)).toEqual(['method', 'visitor']);
  });

  it('is in the summary before sending', () => {
    const local = { ...localize(form, 'ja'), key: 'assessment', number: 1, initial: {} };
    expect(
      describeInBrowser(local as unknown as Parameters<typeof describeInBrowser>[0], answers, {
        yes: 'はい',
        no: 'いいえ',
        separator: '、',
      }),
    ).toContainEqual({ label: '訪問した人', value: '架空 太郎' });
  });

  it('needs its label', () => {
    expect(
      checkForm(
        formOf(
          {
            ...visited,
            then: { $ref: '#/$defs/visit' },
            $defs: { visit: { properties: { visitor: { type: 'string' } } } },
          },
          {},
        ),
      ),
    ).toMatchObject([{ path: '/schema/then/properties/visitor', code: 'field-without-title' }]);
  });

  it('has a condition of its own definitions', () => {
    const own = formOf(
      {
        if: { $ref: '#/$defs/isVisit' },
        then: { properties: { visitor: { type: 'string' } } },
        $defs: { isVisit: { properties: { method: { const: 'visit' } } } },
      },
      { visitor: '訪問した人' },
    );
    expect(keepAsked(own, answers)).toEqual(answers);
  });

  it.each<[string, JsonSchema]>([
    ['by its place', { properties: { contact: { $ref: '#/$defs/contact' } } }],
    ['with words beside it', { properties: { contact: { $ref: '#/$defs/contact', description: '家族' } } }],
    ['with more beside it', { properties: { contact: { $ref: '#/$defs/contact', minProperties: 1 } } }],
  ])('is a field with fields, found %s', (_, schema) => {
    const contact = {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' }, tel: { $ref: '#/$defs/tel' } },
    };
    const nested = formOf(
      { ...schema, $defs: { contact, tel: { type: 'string', maxLength: 5 } } },
      { contact: '連絡先', 'contact.name': '名前', 'contact.tel': '電話' },
    );
    expect(checkForm(nested)).toEqual([]);
    const given = { method: 'phone', contact: { name: '架空 花子', tel: '0225' } };
    expect(keepAsked(nested, given)).toEqual(given);
    expect(tellAnswers(nested, given, 'staff', 'ja')[1]).toMatchObject({ label: '連絡先' });
    expect(
      validate(nested, { method: 'phone', contact: { tel: '0225000' } }).map(
        ({ path, message }) => `${path} ${message}`,
      ),
    ).toEqual([
      '/contact/name 連絡先の名前を入力してください',
      '/contact/tel 連絡先の電話は5文字以内で入力してください（今は7文字です）',
    ]);
  });

  it('that leads back to itself is refused with its place, and hangs nothing', () => {
    const round = formOf(
      {
        properties: { child: { $ref: '#/$defs/node' } },
        $defs: { node: { type: 'object', properties: { child: { $ref: '#/$defs/node' } } } },
      },
      { child: '子', 'child.child': '孫' },
    );
    expect(checkForm(round).filter(({ code }) => code === 'ref-circle')).toHaveLength(1);
    expect(keepAsked(round, { method: 'phone', child: { child: {} } })).toEqual({
      method: 'phone',
      child: { child: {} },
    });
    const defs = Object.fromEntries(
      Array.from({ length: 30 }, (__, index) => [
        `d${index}`,
        index === 29
          ? { type: 'string' }
          : {
              type: 'object',
              properties: { a: { $ref: `#/$defs/d${index + 1}` }, b: { $ref: `#/$defs/d${index + 1}` } },
            },
      ]),
    );
    expect(checkForm(formOf({ properties: { bomb: { $ref: '#/$defs/d0' } }, $defs: defs }, { bomb: '大' }))).toEqual(
      expect.any(Array),
    );
  });
});

it.each<[string, string, JsonSchema]>([
  ['field-name', '/schema/properties/tel.home', { properties: { 'tel.home': { type: 'string' } } }],
  ['field-name', '/schema/properties/a~1b', { properties: { 'a/b': { type: 'string' } } }],
  ['format-not-drawn', '/schema/properties/at/format', { properties: { at: { type: 'string', format: 'duration' } } }],
  [
    'field-shut-out',
    '/schema/additionalProperties',
    { ...visited, then: { properties: { at: { type: 'string' } } }, additionalProperties: false },
  ],
  ['dependencies', '/schema/dependencies', { dependencies: { method: ['at'] } }],
])('%s at %s is refused in words', (code, path, schema) => {
  const form = formOf(schema, { 'tel.home': '電話', 'a/b': '時間', at: '時刻' });
  const findIssue = (language: 'ja' | 'en') => checkForm(form, language).find((issue) => issue.code === code);
  expect(findIssue('ja')).toMatchObject({ path, message: expect.stringMatching(/[ぁ-ん]/) });
  expect(findIssue('en')?.message).not.toMatch(/[ぁ-ん]/);
});
