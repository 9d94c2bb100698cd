import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkForm, validate, openPlainSchema, type Form } from '../../../forms/index.ts';
import { allItems, outlineOf } from '../../../forms/outline.ts';
import { formOfSchema } from '../../../forms/sheet/from-schema.ts';
import { readSheets } from '../../../forms/sheet/read-sheet.ts';
import { writeSheets } from '../../../forms/sheet/write-sheet.ts';
import { checkConditions } from '../../../rules/index.ts';

const open = (document: unknown) => {
  const read = formOfSchema(document, { key: 'snow', purpose: 'record-step' });
  if (!read) throw new Error('no form');
  return read;
};
const kinds = (form: Form) => Object.fromEntries(allItems(outlineOf(form)).map((item) => [item.path, item.kind]));

describe('a schema of others', () => {
  const foreign = {
    schema: {
      title: '雪かきの聞き取り',
      description: '冬のあいだに聞きます。',
      type: 'object',
      required: ['snow', 'who'],
      definitions: { person: { type: 'object', properties: { name: { type: 'string', title: '名前' } } } },
      properties: {
        snow: { type: 'boolean', title: '雪の困りごと', enumNames: ['ある', 'ない'] },
        who: {
          type: 'string',
          title: 'だれが',
          oneOf: [
            { const: 'self', title: '本人' },
            { const: 'family', title: '家族' },
          ],
        },
        wants: {
          type: 'array',
          uniqueItems: true,
          items: { type: 'string', enum: ['roof', 'road'], enumNames: ['屋根', '道'] },
        },
        helper: { $ref: '#/definitions/person', maxProperties: 1 },
        pair: { type: 'array', minItems: 2, maxItems: 2, items: [{ type: 'string' }, { type: 'integer' }] },
        colour: { type: 'string', format: 'color' },
        days: { type: 'integer', minimum: 0, maximum: 150 },
      },
      dependencies: {
        days: ['who'],
        snow: { properties: { since: { type: 'string', format: 'date', title: 'いつから' } } },
      },
    },
    uiSchema: {
      'ui:order': ['who', '*'],
      'ui:rootFieldId': 'x',
      who: { 'ui:widget': 'radio', 'ui:help': '分かる範囲で' },
      days: { 'ui:widget': 'dial', 'ui:placeholder': '例：10', 'ui:options': { title: '雪の日数' } },
      'ui:submitButtonOptions': { submitText: '送る' },
    },
  };

  it('comes in with its titles as texts, what the builder cannot show as it is, and what is left out told', () => {
    const { form, notices } = open(foreign);
    expect(checkForm(form, 'ja', checkConditions)).toEqual([]);
    expect(form.texts.ja).toMatchObject({
      name: '雪かきの聞き取り',
      description: '冬のあいだに聞きます。',
      submit: '送る',
      fields: {
        snow: { title: '雪の困りごと', choices: { true: 'ある', false: 'ない' } },
        who: { title: 'だれが', help: '分かる範囲で', choices: { self: '本人', family: '家族' } },
        wants: { title: 'wants', choices: { roof: '屋根', road: '道' } },
        days: { title: '雪の日数', placeholder: '例：10' },
        since: { title: 'いつから' },
        'helper.name': { title: '名前' },
      },
    });
    expect(kinds(form)).toMatchObject({
      snow: 'yesNo',
      who: 'one',
      wants: 'several',
      days: 'number',
      helper: 'raw',
      pair: 'raw',
    });
    expect(form.schema).toMatchObject({
      dependentRequired: { days: ['who'] },
      properties: {
        pair: { prefixItems: [{ type: 'string' }, { type: 'integer' }] },
        helper: { $ref: '#/definitions/person' },
      },
    });
    expect(form.uiSchema).toEqual({ 'ui:order': ['who', '*'], who: { 'ui:widget': 'radio' } });
    expect(notices.map(({ code }) => code).toSorted()).toEqual(['format-left', 'setting-left', 'widget-left']);
  });

  it('is answered as the schema says it: what draft-07 allows and refuses, the form allows and refuses', () => {
    const { form } = open(foreign);
    const plain = openPlainSchema({ ...foreign.schema, $schema: 'http://json-schema.org/draft-07/schema#' });
    if ('issues' in plain) throw new Error('no schema');
    for (const answers of [
      { snow: true, who: 'self' },
      { snow: true },
      { snow: true, who: 'nobody' },
      { snow: true, who: 'self', days: 151 },
      { snow: true, who: 'self', since: '2026-02-30' },
      { snow: true, who: 'self', pair: ['a', 1] },
      { snow: true, who: 'self', pair: ['a', 1, 2] },
      { snow: true, who: 'self', wants: ['roof', 'roof'] },
    ])
      expect([answers, validate(form, answers).length > 0]).toEqual([
        answers,
        plain.validate(answers, 'ja').length > 0,
      ]);
  });

  it.each(['https://json-schema.org/draft/2019-09/schema', 'https://json-schema.org/draft/2020-12/schema'])(
    'of %s stays as it is written',
    ($schema) => {
      const { form } = open({
        $schema,
        type: 'object',
        properties: { a: { type: 'string', title: 'あ' }, b: { allOf: [{ minimum: 1 }], type: 'integer' } },
      });
      expect(form.schema).toEqual({
        type: 'object',
        properties: { a: { type: 'string' }, b: { allOf: [{ minimum: 1 }], type: 'integer' } },
      });
    },
  );

  it('that is no form is none', () => {
    for (const document of [null, 3, [], {}, { type: 'string' }, { schema: { type: 'array' } }])
      expect(formOfSchema(document, { key: 'snow', purpose: 'record-step' })).toBeNull();
  });

  it('goes out as sheets and comes in again as it was', () => {
    const { form } = open(foreign);
    expect(readSheets(writeSheets(form), {}).form).toEqual(form);
  });
});

describe('schemas of the cases', () => {
  const folder = path.resolve(import.meta.dirname, '../../fixtures/forms');
  const files = readdirSync(folder).filter((file) => file.endsWith('.schema.json'));

  it.runIf(files.length > 0).each(files)('%s opens, or is told to be none', (file) => {
    const read = formOfSchema(JSON.parse(readFileSync(path.join(folder, file), 'utf8')), {
      key: 'case',
      purpose: 'record-step',
    });
    expect(read === null || allItems(outlineOf(read.form)).length > 0).toBe(true);
  });
});
