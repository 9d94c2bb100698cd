import { describe, expect, it } from 'vitest';
import { putField, setChoices, setKeywords, setRequired, setWords } from '../../forms/edit.ts';
import { checkForm, keepAsked, validate, type Form } from '../../forms/index.ts';
import { addRule } from '../../forms/logic/edit-logic.ts';
import { allItems, outlineOf, pagesByField } from '../../forms/outline.ts';
import { makeField, type PresetId } from '../../forms/presets.ts';
import { readBook } from '../../forms/sheet/book.ts';
import { formOfSchema } from '../../forms/sheet/from-schema.ts';
import { readSheets } from '../../forms/sheet/read-sheet.ts';
import type { LogicEffect } from '../../forms/types.ts';
import { checkConditions } from '../../rules/index.ts';
import type { Condition } from '../../rules/types.ts';

/*
 * One form, made in three ways: of two pages, with a list of entries and six rules. (1) days and (2) wants are asked where there is snow, (3) shopping asks for a
 * reason, (4) many days ask for a telephone number, (5) who is paid is asked for hours, in each entry, (6) more than 31 days are refused.
 */

let drawn = 0;
const lot = () => ((drawn += 1) * 0.618) % 1;
const titles: Record<string, string> = {
  snow: '雪の困りごと',
  days: '雪の日数',
  wants: '頼みたいこと',
  why: '理由',
  second: '手伝う人について',
  phone: '電話',
  helpers: '手伝う人',
  'helpers[].who': '名前',
  'helpers[].kind': '有償か',
  'helpers[].hours': '時間',
};
const wants = { shovel: '雪かき', shop: '買い物' };

/** As the builder makes it: field by field, rule by rule. */
function fromNothing(): Form {
  let form: Form = {
    key: 'snow',
    purpose: 'record-step',
    texts: { ja: { name: '雪かきの聞き取り', fields: {} } },
    schema: { type: 'object', properties: {} },
  };
  const add = (id: PresetId, name: string, holder = '') => {
    form = putField(form, makeField(id), { holder, index: 100 }, name);
    const path = holder === '' ? name : `${holder}.${name}`;
    form = setWords(form, path, 'ja', { title: titles[path] ?? '' });
  };
  add('yesNo', 'snow');
  add('number', 'days');
  add('several', 'wants');
  form = setChoices(
    form,
    'wants',
    Object.entries(wants).map(([value, ja]) => ({ value, ja })),
  );
  add('text', 'why');
  add('page', 'second');
  add('text', 'phone');
  add('list', 'helpers');
  add('text', 'who', 'helpers[]');
  add('yesNo', 'kind', 'helpers[]');
  add('number', 'hours', 'helpers[]');
  form = setKeywords(form, 'days', { type: 'integer', minimum: 0 });
  form = setRequired(form, 'snow', true);
  form = setRequired(form, 'helpers[].who', true);
  const rule = (when: Condition, then: LogicEffect) => void ({ form } = addRule(form, then, lot, { when }));
  const is = (fact: string, operator: string, value: unknown): Condition => ({ all: [{ fact, operator, value }] });
  rule(is('snow', 'equal', true), { show: ['days'] });
  rule(is('snow', 'equal', true), { show: ['wants'] });
  rule(is('wants', 'contains', 'shop'), { require: ['why'] });
  rule(is('days', 'greaterThan', 10), { show: ['phone'] });
  rule(is('helpers[].kind', 'equal', true), { show: ['helpers[].hours'] });
  rule(is('days', 'greaterThan', 31), { refuse: 'days', message: { ja: '31日までにしてください' } });
  return form;
}

/** As an officer writes it in Excel. */
function fromExcel(): Form {
  const columns = ['type', 'kind', 'name', 'required', 'relevant', 'constraint', 'constraint_message', 'min'];
  const lines: Partial<Record<string, string>>[] = [
    { type: 'select_one yes_no', kind: 'yesNo', name: 'snow', required: 'yes' },
    {
      type: 'integer',
      name: 'days',
      min: '0',
      relevant: "${snow} = 'true'",
      constraint: 'not(. > 31)',
      constraint_message: '31日までにしてください',
    },
    { type: 'select_multiple wants', name: 'wants', relevant: "${snow} = 'true'" },
    { type: 'text', name: 'why', required: "selected(${wants}, 'shop')" },
    { type: 'note', kind: 'page', name: 'second' },
    { type: 'text', name: 'phone', relevant: '${days} > 10' },
    { type: 'begin_repeat', name: 'helpers' },
    { type: 'text', name: 'who', required: 'yes' },
    { type: 'select_one yes_no', kind: 'yesNo', name: 'kind' },
    { type: 'decimal', name: 'hours', relevant: "${kind} = 'true'" },
    { type: 'end_repeat' },
  ];
  const label = (name = '') => titles[name] ?? titles[`helpers[].${name}`] ?? '';
  const table = (name: string, head: string[], rows: string[][]) => ({
    name,
    rows: [head, ...rows].map((cells, index) => ({ row: index + 1, cells })),
  });
  const survey = table(
    'survey',
    [...columns, 'label'],
    lines.map((line) => [...columns.map((column) => line[column] ?? ''), label(line['name'])]),
  );
  const choices = table(
    'choices',
    ['list_name', 'name', 'label'],
    [
      ['yes_no', 'true', 'はい'],
      ['yes_no', 'false', 'いいえ'],
      ...Object.entries(wants).map(([value, said]) => ['wants', value, said]),
    ],
  );
  const { form, notices } = readSheets(readBook([survey, choices]), { purpose: 'record-step', key: 'snow' });
  expect(notices).toEqual([]);
  return form;
}

/** As somebody else's program has it, which knows no pages: the break is put in here, as any field is. */
function fromForeign(): Form {
  const given = (name: string, says: object) => ({ properties: { [name]: says }, required: [name] });
  const read = formOfSchema(
    {
      schema: {
        title: '雪かきの聞き取り',
        type: 'object',
        required: ['snow'],
        properties: {
          snow: { type: 'boolean', title: titles['snow'] },
          why: { type: 'string', title: titles['why'] },
          helpers: {
            type: 'array',
            title: titles['helpers'],
            items: {
              type: 'object',
              required: ['who'],
              properties: {
                who: { type: 'string', title: titles['helpers[].who'] },
                kind: { type: 'boolean', title: titles['helpers[].kind'] },
              },
              if: given('kind', { const: true }),
              then: { properties: { hours: { type: 'number', title: titles['helpers[].hours'] } } },
            },
          },
        },
        allOf: [
          {
            if: given('snow', { const: true }),
            then: {
              properties: {
                days: { type: 'integer', minimum: 0, maximum: 31, title: titles['days'] },
                wants: {
                  type: 'array',
                  uniqueItems: true,
                  title: titles['wants'],
                  items: { type: 'string', enum: Object.keys(wants), enumNames: Object.values(wants) },
                },
              },
              allOf: [
                {
                  if: given('days', { exclusiveMinimum: 10 }),
                  then: { properties: { phone: { type: 'string', title: titles['phone'] } } },
                },
                { if: given('wants', { contains: { const: 'shop' } }), then: { required: ['why'] } },
              ],
            },
          },
        ],
      },
      uiSchema: { 'ui:order': ['snow', 'days', 'wants', 'why', 'phone', 'helpers'] },
    },
    { key: 'snow', purpose: 'record-step' },
  );
  if (!read) throw new Error('no form');
  const page = putField(read.form, makeField('page'), { holder: '', index: 4 }, 'second');
  return setWords(page, 'second', 'ja', { title: titles['second'] ?? '' });
}

const ways = { 'from nothing': fromNothing(), 'from Excel': fromExcel(), 'from a foreign rjsf form': fromForeign() };

/** What is asked and kept of what was typed, and where it cannot be sent. */
const outcomeOf = (form: Form, typed: Record<string, unknown>) => {
  const kept = keepAsked(form, typed);
  return {
    kept,
    wrong: [...new Set(validate(form, kept).map(({ path }) => path))].toSorted(),
  };
};

describe('one form made in three ways', () => {
  it.each(Object.entries(ways))('%s can be published, has two pages, a list and all fields in order', (_, form) => {
    expect(checkForm(form, 'ja', checkConditions)).toEqual([]);
    expect(allItems(outlineOf(form)).map(({ path }) => path)).toEqual(Object.keys(titles));
    expect([...pagesByField(form)]).toEqual([
      ['phone', 'second'],
      ['helpers', 'second'],
    ]);
    for (const [path, title] of Object.entries(titles)) expect(form.texts.ja.fields[path]?.title).toBe(title);
  });

  it.each<[typed: Record<string, unknown>, kept: string[], wrong: string[]]>([
    [{}, [], ['/snow']],
    [{ snow: false }, ['snow'], []],
    [{ snow: false, days: 12, wants: ['shop'], phone: '1' }, ['snow'], []],
    [{ snow: true }, ['snow'], []],
    [{ snow: true, days: 10, phone: '1' }, ['snow', 'days'], []],
    [{ snow: true, days: 11, phone: '1' }, ['snow', 'days', 'phone'], []],
    [{ snow: true, days: 31 }, ['snow', 'days'], []],
    [{ snow: true, days: 32 }, ['snow', 'days'], ['/days']],
    [{ snow: true, days: -1 }, ['snow', 'days'], ['/days']],
    [{ snow: true, days: 1.5 }, ['snow', 'days'], ['/days']],
    [{ snow: true, wants: ['shovel'] }, ['snow', 'wants'], []],
    [{ snow: true, wants: ['shovel', 'shop'] }, ['snow', 'wants'], ['/why']],
    [{ snow: true, wants: ['shop'], why: '店が遠い' }, ['snow', 'wants', 'why'], []],
    [{ snow: true, wants: ['walk'] }, ['snow', 'wants'], ['/wants/0']],
    [{ snow: false, why: '店が遠い' }, ['snow', 'why'], []],
    [{ snow: false, helpers: [{ who: '山田', kind: true, hours: 2 }] }, ['snow', 'helpers'], []],
    [{ snow: false, helpers: [{ who: '山田', kind: true, hours: 'x' }] }, ['snow', 'helpers'], ['/helpers/0/hours']],
    [{ snow: false, helpers: [{ who: '山田' }, { kind: false }] }, ['snow', 'helpers'], ['/helpers/1/who']],
  ])('says the same of %j', (typed, kept, wrong) => {
    for (const [way, form] of Object.entries(ways)) {
      const outcome = outcomeOf(form, typed);
      expect([way, Object.keys(outcome.kept).toSorted(), outcome.wrong]).toEqual([way, kept.toSorted(), wrong]);
    }
  });

  it('asks in each entry by that entry alone', () => {
    const typed = {
      snow: false,
      helpers: [
        { who: '山田', kind: true, hours: 2 },
        { who: '佐藤', kind: false, hours: 3 },
      ],
    };
    for (const [way, form] of Object.entries(ways))
      expect([way, outcomeOf(form, typed)]).toEqual([
        way,
        { kept: { ...typed, helpers: [typed.helpers[0], { who: '佐藤', kind: false }] }, wrong: [] },
      ]);
  });
});
