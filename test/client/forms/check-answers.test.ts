import { describe, expect, it } from 'vitest';
import { checkAnswers, fits } from '../../../client/forms/check-answers.ts';
import { withoutEmptyEntries } from '../../../client/forms/empty-entries.ts';
import { validate } from '../../../forms/index.ts';

const schema = {
  type: 'object',
  required: ['title', 'kinds'],
  properties: {
    title: { type: 'string', minLength: 1, maxLength: 5 },
    kinds: { type: 'array', minItems: 1, uniqueItems: true, items: { oneOf: [{ const: 'a' }, { const: 'b' }] } },
    count: { type: 'integer', minimum: 1, maximum: 9 },
    on: { type: 'string', format: 'date' },
    mail: { type: 'string', format: 'email' },
    agreed: { type: 'boolean' },
    people: { type: 'array', items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } },
  },
  if: { properties: { agreed: { const: true } }, required: ['agreed'] },
  then: { required: ['on'] },
};
const fine = { title: '題名', kinds: ['a'] };

describe('checkAnswers', () => {
  it('finds nothing wrong with fitting answers', () => {
    expect(
      checkAnswers(schema, { ...fine, count: 3, on: '2026-11-23', mail: 'a@b.example', people: [{ name: '佐藤' }] }),
    ).toEqual([]);
  });

  it.each([
    ['a missing answer', { kinds: ['a'] }, '/title', 'required'],
    ['an empty answer', { ...fine, title: '' }, '/title', 'required'],
    ['a long text', { ...fine, title: '一二三四五六' }, '/title', 'maxLength'],
    ['nothing chosen', { ...fine, kinds: [] }, '/kinds', 'chooseOne'],
    ['a choice that is not offered', { ...fine, kinds: ['c'] }, '/kinds/0', 'enum'],
    ['the same twice', { ...fine, kinds: ['a', 'a'] }, '/kinds', 'uniqueItems'],
    ['a fraction for a whole number', { ...fine, count: 1.5 }, '/count', 'type-integer'],
    ['a small number', { ...fine, count: 0 }, '/count', 'minimum'],
    ['no day of the calendar', { ...fine, on: '2026-02-30' }, '/on', 'date'],
    ['no address', { ...fine, mail: 'a@' }, '/mail', 'email'],
    ['a gap in a list', { ...fine, people: [{ name: '佐藤' }, { note: '様子' }] }, '/people/1/name', 'required'],
    [
      'a gap behind an empty entry',
      { ...fine, people: [{ name: '' }, { note: '様子' }] },
      '/people/1/name',
      'required',
    ],
    ['a list of empty entries', { ...fine, kinds: [''] }, '/kinds', 'chooseOne'],
    ['a lack that another answer brings', { ...fine, agreed: true }, '/on', 'required'],
  ])('names the place of %s', (_, answers, path, code) => {
    expect(checkAnswers(schema, answers)).toMatchObject([{ path, code }]);
  });

  it('finds nothing wrong with an entry in which nothing stands, for it is not sent', () => {
    expect(checkAnswers(schema, { ...fine, people: [{ name: '佐藤' }, {}, { name: ' ' }] })).toEqual([]);
    expect(withoutEmptyEntries({ ...fine, people: [{}, { name: '佐藤' }, { name: ' ' }], kinds: ['', 'a'] })).toEqual({
      ...fine,
      people: [{ name: '佐藤' }],
    });
  });

  it('counts letters, not code units', () => {
    expect(checkAnswers({ type: 'string', maxLength: 2 }, '𠮷𠮷')).toEqual([]);
  });

  it('follows a reference inside the document', () => {
    const root = { $defs: { name: { type: 'string', minLength: 2 } }, properties: { name: { $ref: '#/$defs/name' } } };
    expect(checkAnswers(root, { name: 'あ' })).toMatchObject([{ path: '/name', code: 'minLength' }]);
  });

  it.each<[string, object, unknown, boolean]>([
    ['a blank of Japan', { pattern: '\\S' }, '\u3000', false],
    ['a text beside a blank', { pattern: '\\S' }, '\u3000あ', true],
    ['an empty text', { pattern: '\\S' }, '', false],
    ['characters of a pattern', { pattern: '^[.*+?^$(){}|\\\\/[\\]-]+$' }, '.*+?^$(){}|\\/[]-', true],
    ['a character of two halves', { pattern: '^.$' }, '𠮷', true],
    ['lines', { pattern: '^a$' }, 'a\n', false],
    ['a script', { pattern: '^\\p{Script=Katakana}+$' }, 'カナ', true],
    ['what would never end', { pattern: '^(a|a)*$' }, `${'a'.repeat(60)}!`, false],
    [
      'what would never end, in a name',
      { patternProperties: { '^(a|a)*$': { type: 'integer' } }, additionalProperties: false },
      { [`${'a'.repeat(60)}!`]: 1 },
      false,
    ],
    [
      'names',
      { patternProperties: { '^k': { type: 'integer' }, '^[kl]': { minimum: 3 } }, additionalProperties: false },
      { k1: 3, l: 4 },
      true,
    ],
    [
      'a name of two patterns',
      { patternProperties: { '^k': { type: 'integer' }, '^[kl]': { minimum: 3 } } },
      { k1: 2 },
      false,
    ],
    [
      'a name of two patterns, the other',
      { patternProperties: { '^k': { type: 'integer' }, '^.1': { minimum: 3 } } },
      { k1: 3.5 },
      false,
    ],
    ['a name that no pattern fits', { patternProperties: { '^k': {} }, additionalProperties: false }, { x: 1 }, false],
    ['names by a pattern', { propertyNames: { pattern: '^[a-z]+$' } }, { abc: 1 }, true],
    ['a pattern that cannot be run', { pattern: '^(?!x)' }, 'x', true],
    ['what a pattern forbids', { not: { pattern: 'x$' } }, 'ax', false],
  ])('says of %s what the server says', (_, field, value, fine) => {
    const form = { schema: { type: 'object', properties: { field } } };
    expect(validate(form, { field: value }).length === 0).toBe(fine);
    expect(checkAnswers(form.schema, { field: value }).length === 0).toBe(fine);
  });

  it('names the pattern that a text does not fit', () => {
    expect(checkAnswers({ properties: { kana: { pattern: '^[ぁ-ん]+$' } } }, { kana: '仮名' })).toEqual([
      { path: '/kana', code: 'pattern', params: {} },
    ]);
  });

  it('chooses between branches', () => {
    expect(fits({ properties: { kind: { const: 'a' } }, required: ['kind'] }, { kind: 'a' })).toBe(true);
    expect(fits({ not: { required: ['kind'] } }, { kind: 'a' })).toBe(false);
  });
});
