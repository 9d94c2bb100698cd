import { describe, expect, it } from 'vitest';
import { openPlainSchema, validate } from '../../forms/index.ts';
import type { FieldTexts, Form, JsonSchema } from '../../forms/index.ts';

const words = (title: string, placeholder?: string): FieldTexts => ({ title, ...(placeholder && { placeholder }) });

/** A form of one field `f`, called 氏名 or Name. */
const formOf = (field: JsonSchema, more: JsonSchema = {}): Pick<Form, 'schema' | 'texts'> => ({
  texts: {
    ja: { name: '用紙', fields: { f: words('氏名', '例の文'), g: words('電話') } },
    en: { name: 'Form', fields: { f: words('Name'), g: words('Phone') } },
  },
  schema: { type: 'object', properties: { f: field, g: { type: 'string' } }, ...more },
});
const at = { type: 'string' };
const choice = { type: 'string', enum: ['a', 'b'] };

describe('answers of many entries', () => {
  const entries = Array.from({ length: 25_000 }, (_, index) => ({ a: index }));
  const list = (items: JsonSchema, more: JsonSchema = {}) => formOf({ type: 'array', items, ...more });
  const branches = Array.from({ length: 200 }, (_, index) => ({ required: [`p${index}`] }));

  it.each<[string, ReturnType<typeof formOf>]>([
    ['branches', list({ anyOf: branches })],
    ['conditions', list({ allOf: branches.map((branch) => ({ if: branch, then: branch })) })],
    ['names', list({ required: Array.from({ length: 2000 }, (_, index) => `p${index}`) })],
  ])('are not gone through by a form that makes each of them many: %s', (_what, form) => {
    expect(validate(form, { f: entries })).toMatchObject([{ path: '', code: 'too-much-text' }]);
    // A few are.
    expect(validate(form, { f: entries.slice(0, 2) }).map(({ code }) => code)).not.toContain('too-much-text');
  });

  it('are compared with each other in one pass', () => {
    const unique = list({ type: 'object' }, { uniqueItems: true });
    expect(validate(unique, { f: entries })).toEqual([]);
    expect(validate(unique, { f: [...entries, { a: 0 }] })).toMatchObject([{ path: '/f', code: 'uniqueItems' }]);
    expect(
      validate(unique, {
        f: [
          { a: 1, b: [2] },
          { b: [2], a: 1 },
        ],
      }),
    ).toMatchObject([{ code: 'uniqueItems' }]);
    expect(validate(list({}, { uniqueItems: true }), { f: [1, '1', [1], true, null, {}, []] })).toEqual([]);
  });
});

describe('validate', () => {
  it.each<[string, string, JsonSchema, unknown, string, string, JsonSchema?]>([
    ['required', '/f', at, {}, '氏名を入力してください', 'Please fill in “Name”', { required: ['f'] }],
    ['required', '/f', choice, {}, '氏名を選んでください', 'Please choose “Name”', { required: ['f'] }],
    [
      'required',
      '/f',
      { type: 'array', items: { type: 'object', properties: { x: at } } },
      {},
      '氏名を1件以上入れてください',
      'Please add at least one entry to “Name”',
      { required: ['f'] },
    ],
    [
      'dependentRequired',
      '/f',
      at,
      { g: '1' },
      '氏名を入力してください',
      'Please fill in “Name”',
      { dependentRequired: { g: ['f'] } },
    ],
    ['type', '/f', { type: 'number' }, { f: 'x' }, '氏名は数字で入力してください', '“Name” must be a number'],
    ['type', '/f', { type: 'integer' }, { f: 1.5 }, '氏名は整数で入力してください', '“Name” must be a whole number'],
    ['type', '/f', at, { f: 1 }, '氏名は文字で入力してください', '“Name” must be text'],
    [
      'type',
      '/f',
      { type: 'boolean' },
      { f: 'yes' },
      '氏名は「はい」か「いいえ」で答えてください',
      '“Name” must be yes or no',
    ],
    ['minLength', '/f', { ...at, minLength: 1 }, { f: '' }, '氏名を入力してください', 'Please fill in “Name”'],
    [
      'minLength',
      '/f',
      { ...at, minLength: 3 },
      { f: '𠮷' },
      '氏名は3文字以上で入力してください（今は1文字です）',
      'at least 3 characters (it has 1)',
    ],
    [
      'maxLength',
      '/f',
      { ...at, maxLength: 2 },
      { f: 'abc' },
      '氏名は2文字以内で入力してください（今は3文字です）',
      'at most 2 characters (it has 3)',
    ],
    ['pattern', '/f', { ...at, pattern: '\\S' }, { f: ' 　' }, '氏名を入力してください', 'Please fill in “Name”'],
    [
      'pattern',
      '/f',
      { ...at, pattern: '^[0-9]+$' },
      { f: 'x' },
      '氏名は決まった書き方で入力してください（例：例の文）',
      'is not written in the expected way',
    ],
    ['minimum', '/f', { type: 'integer', minimum: 1 }, { f: 0 }, '氏名は1以上で入力してください', 'must be 1 or more'],
    ['maximum', '/f', { type: 'integer', maximum: 1 }, { f: 2 }, '氏名は1以下で入力してください', 'must be 1 or less'],
    [
      'exclusiveMinimum',
      '/f',
      { type: 'number', exclusiveMinimum: 0 },
      { f: 0 },
      '氏名は0より大きい数で入力してください',
      'must be more than 0',
    ],
    [
      'exclusiveMaximum',
      '/f',
      { type: 'number', exclusiveMaximum: 9 },
      { f: 9 },
      '氏名は9より小さい数で入力してください',
      'must be less than 9',
    ],
    [
      'multipleOf',
      '/f',
      { type: 'number', multipleOf: 5 },
      { f: 7 },
      '氏名は5の倍数で入力してください',
      'multiple of 5',
    ],
    [
      'format',
      '/f',
      { ...at, format: 'date' },
      { f: '2026-02-30' },
      '氏名は日付で入力してください（例：2026-11-23）',
      'must be a date',
    ],
    [
      'format',
      '/f',
      { ...at, format: 'email' },
      { f: 'x' },
      '氏名はメールアドレスの形で入力してください',
      'must be an e-mail address',
    ],
    ['format', '/f', { ...at, format: 'uri' }, { f: 'x' }, '氏名はURLの形で入力してください', 'must be a web address'],
    ['enum', '/f', choice, { f: 'c' }, '氏名は選択肢から選んでください', 'must be one of the choices'],
    ['const', '/f', { const: true }, { f: false }, '氏名にチェックを付けてください', 'Please tick “Name”'],
    ['const', '/f', { const: { z: 1 } }, { f: 1 }, '氏名は「{"z":1}」にしてください', 'must be “{"z":1}”'],
    [
      'items',
      '/f',
      { type: 'array', prefixItems: [at], minItems: 1, items: false },
      { f: ['a', 'b'] },
      '氏名は1件より多くは入れられません',
      'more than 1 entries',
    ],
    [
      'anyOf',
      '/f',
      { anyOf: [{ $ref: '#/$defs/text' }, { type: 'integer' }] },
      { f: [] },
      '氏名は決められた書き方のどれかに合わせてください',
      'must fit one of the ways',
      { $defs: { text: { type: 'string', minLength: 3 } } },
    ],
    ['const', '/f', { const: 'a' }, { f: 'b' }, '氏名は「a」にしてください', 'must be “a”'],
    [
      'minItems',
      '/f',
      { type: 'array', items: choice, minItems: 1 },
      { f: [] },
      '氏名を1つ以上選んでください',
      'Please choose “Name”',
    ],
    [
      'minItems',
      '/f',
      { type: 'array', items: at, minItems: 2 },
      { f: ['x'] },
      '氏名は2つ以上入れてください',
      'at least 2 entries',
    ],
    [
      'maxItems',
      '/f',
      { type: 'array', items: at, maxItems: 1 },
      { f: ['x', 'y'] },
      '氏名は1つまでにしてください',
      'at most 1 entries',
    ],
    [
      'uniqueItems',
      '/f',
      { type: 'array', items: at, uniqueItems: true },
      { f: ['x', 'x'] },
      '氏名に同じものが2つあります',
      'the same entry twice',
    ],
    [
      'contains',
      '/f',
      { type: 'array', contains: { const: 'x' } },
      { f: [] },
      '氏名は必要なものが入っていません',
      'lacks an entry',
    ],
    [
      'additionalProperties',
      '/zz',
      at,
      { zz: 1 },
      '「zz」という項目はここにはありません',
      'no field “zz”',
      { additionalProperties: false },
    ],
    [
      'unevaluatedProperties',
      '/zz',
      at,
      { zz: 1 },
      '「zz」という項目はここにはありません',
      'no field “zz”',
      { unevaluatedProperties: false },
    ],
    ['minProperties', '', at, {}, '回答は1項目以上を入れてください', 'at least 1 fields', { minProperties: 1 }],
    [
      'oneOf',
      '/f',
      { oneOf: [{ type: 'string' }, { type: 'integer' }] },
      { f: [] },
      '氏名は決められた書き方のどれかに合わせてください',
      'must fit one of the ways',
    ],
    [
      'anyOf',
      '/f',
      { anyOf: [{ type: 'string', minLength: 3 }, { type: 'integer' }] },
      { f: 'a' },
      '氏名は決められた書き方のどれかに合わせてください',
      'must fit one of the ways',
    ],
    ['not', '/f', { not: { const: 'x' } }, { f: 'x' }, '氏名はこの内容では受け付けられません', 'cannot be accepted'],
    [
      'required',
      '/g',
      at,
      { f: 'x' },
      '電話を入力してください',
      'Please fill in “Phone”',
      { if: { properties: { f: { const: 'y' } } }, else: { required: ['g'] } },
    ],
  ])('says %s at "%s" in both languages: %j', (code, path, field, answers, ja, en, more) => {
    const form = formOf(field, more);
    expect(validate(form, answers, 'ja')).toEqual([{ path, code, message: expect.stringContaining(ja) }]);
    expect(validate(form, answers, 'en')).toEqual([{ path, code, message: expect.stringContaining(en) }]);
  });

  it('names the entry of a list', () => {
    const form: Pick<Form, 'schema' | 'texts'> = {
      texts: { ja: { name: '用紙', fields: { members: words('構成員'), 'members[].name': words('氏名') } } },
      schema: {
        type: 'object',
        properties: {
          members: { type: 'array', items: { type: 'object', required: ['name'], properties: { name: at } } },
        },
      },
    };
    expect(validate(form, { members: [{ name: 'x' }, {}] })).toEqual([
      { path: '/members/1/name', code: 'required', message: '構成員の2件目の氏名を入力してください' },
    ]);
  });

  it('asks a source for its choices, call by call', () => {
    const form = formOf({ type: 'array', items: { type: 'string', 'x-source': 'areas' } });
    expect(validate(form, { f: ['a1'] }, 'ja', { areas: [{ value: 'a1', label: '釜' }] })).toEqual([]);
    expect(validate(form, { f: ['a1'] }, 'ja', { areas: [{ value: 'a2', label: '門脇' }] })).toEqual([
      { path: '/f/0', code: 'enum', message: '氏名は選択肢から選んでください' },
    ]);
    expect(validate(form, { f: ['a1'] }, 'ja', { areas: [] })).toHaveLength(1);
    expect(validate(form, { f: ['a1'] })).toEqual([]);
  });

  it('puts issues in the order of the form', () => {
    const form = { ...formOf(at, { required: ['f', 'g'] }), uiSchema: { 'ui:order': ['g', 'f'] } };
    expect(validate(form, {}).map(({ path }) => path)).toEqual(['/g', '/f']);
  });

  it.each([null, 'x', [], 3])('refuses answers that are no answers: %j', (answers) => {
    expect(validate(formOf(at), answers)).toMatchObject([{ path: '', code: 'type' }]);
  });
});

describe('a plain JSON Schema', () => {
  const check = (schema: JsonSchema, data: unknown) => {
    const opened = openPlainSchema(schema);
    return 'issues' in opened ? opened.issues : opened.validate(data, 'ja').map(({ path, code }) => `${path} ${code}`);
  };

  it.each([
    [
      '2020-12',
      { $schema: 'https://json-schema.org/draft/2020-12/schema', prefixItems: [{ type: 'string' }] },
      [1],
      ['/0 type'],
    ],
    [
      '2019-09',
      { $schema: 'https://json-schema.org/draft/2019-09/schema', items: [{ type: 'string' }] },
      [1],
      ['/0 type'],
    ],
    [
      '07',
      {
        $schema: 'http://json-schema.org/draft-07/schema#',
        definitions: { n: { type: 'integer' } },
        properties: { a: { $ref: '#/definitions/n' } },
      },
      { a: 'x' },
      ['/a type'],
    ],
    [
      '07, written with https',
      { $schema: 'https://json-schema.org/draft-07/schema#', type: 'array', items: [{ type: 'string' }] },
      [1],
      ['/0 type'],
    ],
    [
      'no draft, which means the newest',
      { properties: { a: { type: 'string' } }, unevaluatedProperties: false },
      { b: 1 },
      ['/b unevaluatedProperties'],
    ],
  ])('is read by its draft: %s', (_, schema, data, issues) => {
    expect(check(schema, data)).toEqual(issues);
  });

  it.each([
    ['/properties/a/type', 'schema', { properties: { a: { type: 'strnig' } } }],
    ['/properties/a/pattern', 'schema', { properties: { a: { pattern: '[' } } }],
    ['/patternProperties/[', 'schema', { patternProperties: { '[': {} } }],
    ['/properties/a/$ref', 'schema', { properties: { a: { $ref: '#/$defs/none' } } }],
    ['/$async', 'schema', { $async: true, type: 'string' }],
    ['/$schema', 'unknown-draft', { $schema: 'constructor' }],
    ['/$schema', 'unknown-draft', { $schema: 5 }],
  ])('is refused where it is none, with the place: %s', (path, code, schema) => {
    expect(check(schema, {})).toEqual([
      { path, code, message: expect.stringMatching(/[ぁ-ん]/), params: expect.anything() },
    ]);
  });

  it.each([{ $schema: 'http://json-schema.org/draft-04/schema#' }, { $ref: 'https://example.com/elsewhere.json' }])(
    'is refused where it would need what is not there: %j',
    (schema) => {
      expect(check(schema, {})).toHaveLength(1);
    },
  );
});
