import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkForm } from '../../forms/index.ts';

type Loose = Record<string, unknown>;
const good = () => ({
  key: 'small',
  purpose: 'council-step',
  texts: {
    ja: { name: '用紙', fields: { name: { title: '氏名' }, kind: { title: '種類', choices: { a: 'あ' } } } },
  } as Loose & { ja: Loose & { fields: Record<string, Loose> } },
  schema: {
    type: 'object',
    properties: { name: { type: 'string' } as Loose, kind: { type: 'string', enum: ['a'] } as Loose } as Record<
      string,
      Loose
    >,
  } as Loose & { properties: Record<string, Loose> },
  uiSchema: { 'ui:order': ['name', 'kind'] } as Loose,
});
type Good = ReturnType<typeof good>;
const field = (d: Good, schema: Loose) => Object.assign(d.schema.properties, { name: schema });
const intake = () =>
  JSON.parse(readFileSync(new URL('../../forms/library/need-intake.form.json', import.meta.url), 'utf8'));

describe('checkForm', () => {
  it('finds nothing in a form that is in order', () => {
    expect(checkForm(good())).toEqual([]);
  });

  it.each<[string, string, (d: Good) => unknown]>([
    ['missing', '', (d) => Reflect.deleteProperty(d, 'schema')],
    ['unknown-key', '/uischema', (d) => Object.assign(d, { uischema: {} })],
    ['bad-key', '/key', (d) => Object.assign(d, { key: 'Big Key' })],
    ['unknown-purpose', '/purpose', (d) => Object.assign(d, { purpose: 'constructor' })],
    ['not-a-group', '/schema', (d) => Object.assign(d, { schema: [] })],
    ['not-of-fields', '/schema/type', (d) => Object.assign(d.schema, { type: 'array' })],
    ['schema', '/schema/properties/name/type', (d) => field(d, { type: 'strnig' })],
    ['schema', '/schema/properties/name/minLenght', (d) => field(d, { type: 'string', minLenght: 3 })],
    ['schema', '/schema/properties/name/pattern', (d) => field(d, { type: 'string', pattern: '(' })],
    ['schema', '/schema/properties/name/$ref', (d) => field(d, { $ref: '#/$defs/gone' })],
    [
      'schema',
      '/schema/$schema',
      (d) => Object.assign(d.schema, { $schema: 'http://json-schema.org/draft-07/schema#' }),
    ],
    ['schema', '/schema/$schema', (d) => Object.assign(d.schema, { $schema: 5 })],
    ['schema', '/schema/$async', (d) => Object.assign(d.schema, { $async: true })],
    ['remote-ref', '/schema/properties/name/$ref', (d) => field(d, { $ref: 'https://example.com/x.json' })],
    ['schema', '/schema/properties/name/pattern', (d) => field(d, { type: 'string', pattern: '\\-' })],
    [
      'schema',
      '/schema/properties/name/patternProperties/[',
      (d) => field(d, { type: 'object', patternProperties: { '[': {} } }),
    ],
    [
      'pattern-too-long',
      '/schema/properties/name/pattern',
      (d) => field(d, { type: 'string', pattern: 'a'.repeat(1001) }),
    ],
    [
      'pattern-too-big',
      '/schema/properties/name/pattern',
      (d) => field(d, { type: 'string', pattern: '((a{100}){100}){100}' }),
    ],
    ['pattern-too-big', '/schema/properties/name/pattern', (d) => field(d, { type: 'string', pattern: 'a{1001}' })],
    [
      'patterns-too-big',
      '/schema',
      (d) => field(d, { type: 'string', allOf: Array.from({ length: 11 }, () => ({ pattern: 'a{999}' })) }),
    ],
    [
      'pattern-lookaround',
      '/schema/properties/name/pattern',
      (d) => field(d, { type: 'string', pattern: '^(?=.*[0-9]).{8}$' }),
    ],
    [
      'pattern-lookaround',
      '/schema/allOf/0/not/pattern',
      (d) => Object.assign(d.schema, { allOf: [{ not: { pattern: '(?<!a)b' } }] }),
    ],
    [
      'pattern-reference',
      '/schema/properties/name/items/pattern',
      (d) => field(d, { type: 'array', items: { type: 'string', pattern: '(?<one>.)\\k<one>' } }),
    ],
    ['pattern-reference', '/schema/properties/name/pattern', (d) => field(d, { type: 'string', pattern: '(.)\\1' })],
    [
      'pattern-property',
      '/schema/properties/name/pattern',
      (d) => field(d, { type: 'string', pattern: '\\p{scx=Hira}' }),
    ],
    ['pattern-surrogate', '/schema/properties/name/pattern', (d) => field(d, { type: 'string', pattern: '[\\uD83D]' })],
    [
      'pattern-lookaround',
      '/schema/properties/name/patternProperties/^(?!x)',
      (d) => field(d, { type: 'object', patternProperties: { '^(?!x)': {} } }),
    ],
    [
      'unknown-source',
      '/schema/properties/name/x-source',
      (d) => field(d, { type: 'string', 'x-source': 'passwords' }),
    ],
    [
      'too-deep',
      '/schema',
      (d) =>
        field(
          d,
          Array.from({ length: 50 }).reduce<Loose>((inner) => ({ type: 'object', properties: { x: inner } }), {
            type: 'string',
          }),
        ),
    ],
    [
      'too-many-branches',
      '/schema/properties/name/allOf',
      (d) => field(d, { type: 'string', allOf: Array.from({ length: 201 }, () => ({ minLength: 1 })) }),
    ],
    [
      'too-many-branches',
      '/schema/properties/name/oneOf',
      (d) =>
        field(d, {
          type: 'string',
          oneOf: Array.from({ length: 501 }, (_, at) => ({ const: `v${at}`, title: `${at}` })),
        }),
    ],
    ['too-big', '/schema', (d) => field(d, { type: 'string', description: 'x'.repeat(200_001) })],
    ['missing', '/texts', (d) => Reflect.deleteProperty(d.texts, 'ja')],
    ['missing', '/texts/ja', (d) => Reflect.deleteProperty(d.texts.ja, 'name')],
    ['field-without-title', '/schema/properties/name', (d) => Reflect.deleteProperty(d.texts.ja.fields, 'name')],
    [
      'text-without-field',
      '/texts/ja/fields/other',
      (d) => Object.assign(d.texts.ja.fields, { other: { title: 'x' } }),
    ],
    [
      'choice-without-text',
      '/texts/ja/fields/kind/choices',
      (d) => Object.assign(d.texts.ja.fields, { kind: { title: '種類' } }),
    ],
    [
      'title-twice',
      '/texts/ja/fields/kind/title',
      (d) => Object.assign(d.texts.ja.fields, { kind: { title: ' 氏名', choices: { a: 'あ' } } }),
    ],
    [
      'title-twice',
      '/texts/ja/fields/full/title',
      (d) => {
        Object.assign(d.schema, { if: { required: ['kind'] }, then: { properties: { full: { type: 'string' } } } });
        Object.assign(d.texts.ja.fields, { full: { title: '氏名' } });
      },
    ],
    ['unknown-field', '/uiSchema/ui:order/0', (d) => Object.assign(d.uiSchema, { 'ui:order': ['other', '*'] })],
    ['unknown-field', '/uiSchema/other', (d) => Object.assign(d.uiSchema, { other: {} })],
    ['not-in-order', '/uiSchema/ui:order', (d) => Object.assign(d.uiSchema, { 'ui:order': ['name'] })],
    ['role-missing', '/schema', (d) => Object.assign(d, { purpose: 'proposal' })],
    ['role-missing', '/schema', (d) => Object.assign(d, { purpose: 'meeting' })],
  ])('reports %s at "%s"', (code, path, spoil) => {
    const document = good();
    spoil(document);
    const issues = checkForm(document);
    expect(issues).toContainEqual(expect.objectContaining({ code, path }));
    for (const { message } of issues) expect(message).toMatch(/[ぁ-ん]/);
    for (const { message } of checkForm(document, 'en')) expect(message).not.toMatch(/[ぁ-ん]/);
  });

  it('takes every pattern that an automaton can run, and never runs one itself', () => {
    const hanging = [
      '^(a|a)*$',
      '^((a)+)+$',
      '^(a|aa)+$',
      '^(\\w|\\d)*$',
      'a*a*a*a*a*a*a*a*b',
      '^(?:a?){30}a{30}$',
      '^(a+)+$',
    ];
    const properties = Object.fromEntries(
      hanging.map((pattern, index) => [`${'a'.repeat(60)}!${index}`, { type: 'string', title: 'x', pattern }]),
    );
    const form = good();
    field(form, {
      type: 'object',
      properties,
      patternProperties: Object.fromEntries(hanging.map((pattern) => [pattern, {}])),
    });
    const from = Date.now();
    expect(checkForm(form).filter(({ code }) => code !== 'field-without-title')).toEqual([]);
    expect(Date.now() - from).toBeLessThan(2000);
  });

  it.each([null, 3, 'text', []])('refuses %j, which is no form', (document) => {
    expect(checkForm(document)).toMatchObject([{ code: 'not-an-object', path: '' }]);
  });

  it('needs the fields of an intake form, of the kind that the server reads', () => {
    const form = intake();
    delete form.schema.properties.urgency;
    form.schema.properties.types.items = { type: 'string' };
    form.schema.properties.scope.enum.push('street');
    const issues = checkForm(form).map(({ code, params }) => `${code} ${String(params?.name ?? params?.role)}`);
    expect(issues).toEqual(expect.arrayContaining(['role-missing urgency', 'field-kind types', 'field-kind scope']));
  });
});
