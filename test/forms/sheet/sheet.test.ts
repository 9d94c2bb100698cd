import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { newName, putField, readForm } from '../../../forms/edit.ts';
import { checkForm, type Form } from '../../../forms/index.ts';
import { makeField, presets, presetsFor, type PresetId } from '../../../forms/presets.ts';
import { readBook, toTable, type Book } from '../../../forms/sheet/book.ts';
import { readSheets } from '../../../forms/sheet/read-sheet.ts';
import { writeSheets } from '../../../forms/sheet/write-sheet.ts';
import { checkConditions } from '../../../rules/index.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const readFolder = (folder: string): [string, Form][] =>
  readdirSync(path.join(root, folder))
    .filter((file) => file.endsWith('.form.json'))
    .flatMap((file) => {
      const form = readForm(JSON.parse(readFileSync(path.join(root, folder, file), 'utf8')) as Record<string, unknown>);
      return form ? [[file, form] as [string, Form]] : [];
    });
const forms = [...readFolder('forms/library'), ...readFolder('test/fixtures/forms')];

/** As a spreadsheet keeps it: rows of cells under headers. */
const through = (book: Book): Book =>
  readBook(
    Object.entries(book).map(([name, sheet]) => ({
      name,
      rows: toTable(sheet).map((cells, index) => ({ row: index + 1, cells })),
    })),
  );
/** Without texts that are empty, which a cell cannot tell from none. */
const bare = (form: Form): unknown =>
  JSON.parse(
    JSON.stringify(form, (_, value: unknown) => (value === '' ? undefined : value)).replaceAll('"uiSchema":{},', ''),
  );

describe.each(forms)('the sheets of %s', (_, form) => {
  it('make the same form, as a new one and put back onto it', () => {
    const book = through(writeSheets(form));
    // Names that the check refuses become others in a new form.
    if (!checkForm(form, 'ja', checkConditions).some(({ code }) => code === 'field-name')) {
      const again = readSheets(book, { purpose: form.purpose });
      expect(bare(again.form)).toEqual(bare(form));
      expect(again.notices).toEqual([]);
    }
    const back = readSheets(book, { onto: form });
    expect(back.form).toBe(form);
    expect(back.changes).toEqual([]);
  });

  it('change nothing beside what one cell says, to the order of keys', () => {
    const book = through(writeSheets(form));
    // One whose words stand nowhere else in the form.
    const row = book.survey?.rows.find(
      ({ cells: { label } }) => label !== undefined && JSON.stringify(form).split(JSON.stringify(label)).length === 2,
    );
    if (!row) return;
    const before = row.cells['label'] ?? '';
    row.cells['label'] = `${before}（別）`;
    const { form: next, changes, notices } = readSheets(book, { onto: form });
    expect(changes.map(({ before: was, after }) => [was, after])).toEqual([[before, `${before}（別）`]]);
    expect(notices).toEqual([]);
    expect(JSON.stringify(next)).toBe(
      JSON.stringify(form).replace(JSON.stringify(before), JSON.stringify(`${before}（別）`)),
    );
  });
});

const empty: Form = {
  key: 'snow',
  purpose: 'record-step',
  texts: { ja: { name: '雪かきの聞き取り', fields: {} }, en: { name: 'Snow', fields: {} } },
  schema: { type: 'object', properties: {} },
};
let drawn = 0;
/** Each draw another, the same in every run. */
const lot = () => ((drawn += 1) * 0.618) % 1;
const add = (form: Form, id: PresetId, title: string, holder = ''): [Form, string] => {
  const name = newName(form, presets[id].stem, lot);
  const field = makeField(id);
  field.texts.ja = { ...field.texts.ja, '': { ...field.texts.ja[''], title, help: `${title}の説明` } };
  field.texts.en = { ...field.texts.en, '': { ...field.texts.en?.[''], title: `${title} (en)` } };
  return [putField(form, field, { holder, index: 10_000 }, name), holder === '' ? name : `${holder}.${name}`];
};

describe('what the builder can make', () => {
  it('goes out and in without a loss: every kind of field, alone, in a group, in a list, with rules of every effect', () => {
    let form = empty;
    for (const id of presetsFor('council-step'))
      if (id !== 'group' && id !== 'list') [form] = add(form, id, `項目 ${id}`);
    let [group, list] = ['', ''];
    [form, group] = add(form, 'group', 'まとまり');
    [form, list] = add(form, 'list', 'くり返し');
    for (const id of ['text', 'number', 'one', 'several', 'date'] as const) {
      [form] = add(form, id, `中の ${id}`, group);
      [form] = add(form, id, `行の ${id}`, `${list}[]`);
    }
    const paths = readSheets(writeSheets(form), { purpose: form.purpose });
    expect(bare(paths.form)).toEqual(bare(form));
    const names = Object.keys(form.texts.ja.fields);
    const named = (stem: string, within = '') => names.find((name) => name.startsWith(`${within}${stem}`)) ?? '';
    const [choice, several, number, yes, date] = ['one', 'several', 'number', 'yes-no', 'date-'].map((stem) =>
      named(stem),
    );
    form = {
      ...form,
      logic: [
        {
          id: 'a',
          when: {
            all: [
              { fact: yes ?? '', operator: 'equal', value: true },
              {
                any: [
                  { fact: number ?? '', operator: 'greaterThan', value: 3 },
                  { fact: several ?? '', operator: 'contains', value: 'first' },
                ],
              },
            ],
          },
          then: { show: [named('text'), group] },
        },
        {
          id: 'b',
          when: { all: [{ fact: choice ?? '', operator: 'in', value: ['first', 'second'] }] },
          then: { require: [date ?? ''] },
        },
        {
          id: 'c',
          when: { all: [{ fact: several ?? '', operator: 'greaterThan', value: 1, path: '$.length' }] },
          then: { want: [named('email')] },
        },
        {
          id: 'd',
          when: { not: { all: [{ fact: yes ?? '', operator: 'notEqual', value: false }] } },
          then: { limit: choice ?? '', to: ['first'] },
        },
        {
          id: 'e',
          when: { all: [{ fact: number ?? '', operator: 'greaterThan', value: 31 }] },
          then: { refuse: number ?? '', message: { ja: '31日まで', en: '31 at most' } },
        },
        { id: 'f', then: { set: named('calculated'), value: { sum: [number ?? '', named('number', `${list}[].`)] } } },
        { id: 'g', then: { set: named('longText'), value: { fact: choice ?? '' } } },
      ].filter(({ then }) => !('set' in then && then.set === '')),
    };
    const { form: again, notices } = readSheets(through(writeSheets(form)), {});
    expect(notices).toEqual([]);
    expect(bare(again)).toEqual(bare(form));
  });

  it('goes out with 200 fields, comes in with five cells changed, and has five changes and no other', () => {
    let form = empty;
    const kinds = ['text', 'number', 'one', 'yesNo', 'date', 'several', 'telephone', 'longText'] as const;
    for (let count = 0; count < 200; count += 1)
      [form] = add(form, kinds[count % kinds.length] ?? 'text', `問${count}`);
    const book = through(writeSheets(form));
    const rows = book.survey?.rows ?? [];
    const cells = (index: number) => rows[index]?.cells ?? {};
    const names = rows.map(({ cells: { name = '' } }) => name);
    cells(0)['label'] = '問い1';
    cells(9)['max'] = '40';
    cells(50)['required'] = 'yes';
    cells(99)['relevant'] = `\${${names[3]}} = 'true' and \${${names[1]}} > 3`;
    const choice = book.choices?.rows[0];
    if (choice) choice.cells['label::en'] = 'The first';
    const { form: next, changes, notices } = readSheets(book, { onto: form });
    expect(notices).toEqual([]);
    expect(changes.map(({ sheet, change, column, after }) => [sheet, change, column, after])).toEqual([
      ['survey', 'cell', 'label', '問い1'],
      ['survey', 'cell', 'max', '40'],
      ['survey', 'cell', 'required', 'yes'],
      ['survey', 'cell', 'relevant', cells(99)['relevant']],
      ['choices', 'cell', 'label::English (en)', 'The first'],
    ]);
    const wanted = structuredClone(form);
    const properties = wanted.schema['properties'] as Record<string, Record<string, unknown>>;
    const at = (index: number) => properties[names[index] ?? ''] ?? {};
    (wanted.texts.ja.fields[names[0] ?? ''] ?? { title: '' }).title = '問い1';
    at(9)['maximum'] = 40;
    wanted.schema['required'] = [names[50]];
    const english = wanted.texts.en?.fields[names[2] ?? '']?.choices ?? {};
    english[choice?.cells['name'] ?? ''] = 'The first';
    wanted.logic = [
      {
        id: `show-${names[99]}`,
        when: {
          all: [
            { fact: names[3] ?? '', operator: 'equal', value: true },
            { fact: names[1] ?? '', operator: 'greaterThan', value: 3 },
          ],
        },
        then: { show: [names[99] ?? ''] },
      },
    ];
    expect(next).toEqual(wanted);
  });

  it('is put back onto a form row by row: fields that came, went and were moved are told, and the rest stays', () => {
    let form = empty;
    const names: string[] = [];
    for (const title of ['甲', '乙', '丙', '丁']) {
      let name = '';
      [form, name] = add(form, 'text', title);
      names.push(name);
    }
    const book = through(writeSheets(form));
    const [first, second, third, fourth] = book.survey?.rows ?? [];
    if (!first || !second || !third || !fourth || !book.survey) throw new Error('rows');
    book.survey.rows = [
      fourth,
      first,
      third,
      { number: 9, cells: { type: 'integer', name: 'snow_days', label: '雪の日数', unit: '日' } },
    ];
    const { form: next, changes } = readSheets(book, { onto: form });
    expect(changes.map(({ change, name }) => [change, name])).toEqual([
      ['moved', names[3]],
      ['added', 'snow_days'],
      ['removed', names[1]],
    ]);
    expect(Object.keys(next.schema['properties'] ?? {})).toEqual([names[3], names[0], names[2], 'snow_days']);
    expect(next.texts.ja.fields['snow_days']).toEqual({ title: '雪の日数' });
    expect(next.texts.ja.fields).not.toHaveProperty([names[1] ?? '']);
  });
});

describe('an XLSForm of others', () => {
  const sheet = (name: string, ...lines: string[][]) => ({
    name,
    rows: lines.map((cells, index) => ({ row: index + 1, cells })),
  });
  const survey = (...lines: string[][]) =>
    sheet(
      'survey',
      [
        'type',
        'name',
        'label::English (en)',
        'label::日本語 (ja)',
        'required',
        'relevant',
        'constraint',
        'constraint_message',
        'calculation',
        'appearance',
        'default',
        'parameters',
        'media::image',
      ],
      ...lines,
    );
  const choices = sheet(
    'choices',
    ['list name', 'name', 'label::English (en)', 'label::日本語 (ja)'],
    ['yes_no', 'yes', 'Yes', 'はい'],
    ['yes_no', 'no', 'No', 'いいえ'],
    ['help', 'shovel', 'Shovelling', '雪かき'],
    ['help', 'shop', 'Shopping', '買い物'],
  );
  const read = (...lines: string[][]) =>
    readSheets(readBook([survey(...lines), choices]), { purpose: 'record-step', key: 'snow' });
  const row = (cells: Record<number, string>) => Array.from({ length: 13 }, (_, index) => cells[index] ?? '');

  it('becomes a form that the check passes, its conditions our rules', () => {
    const { form, notices } = read(
      row({ 0: 'start', 1: 'start' }),
      row({ 0: 'note', 1: 'intro', 2: 'Welcome', 3: 'はじめに' }),
      row({ 0: 'select_one yes_no', 1: 'snow', 2: 'Snow?', 3: '雪の困りごと', 4: 'yes' }),
      row({ 0: 'integer', 1: 'days', 2: 'Days', 3: '日数', 5: "${snow} = 'yes'", 6: '. >= 0 and . <= 31' }),
      row({
        0: 'select_multiple help',
        1: 'wants',
        2: 'Wants',
        3: '頼みたいこと',
        5: "${snow} = 'yes' and (${days} > 3 or not(${days} <= 1))",
      }),
      row({
        0: 'text',
        1: 'why',
        2: 'Why',
        3: '理由',
        4: "selected(${wants}, 'shop')",
        5: 'count-selected(${wants}) >= 1',
        9: 'multiline',
      }),
      row({
        0: 'date',
        1: 'since',
        2: 'Since',
        3: 'いつから',
        6: ". > date('2020-01-01')",
        7: '2020年より後の日にしてください',
      }),
      row({ 0: 'begin repeat', 1: 'helpers', 2: 'Helpers', 3: '手伝う人' }),
      row({ 0: 'text', 1: 'who', 2: 'Who', 3: '名前' }),
      row({ 0: 'decimal', 1: 'hours', 2: 'Hours', 3: '時間', 5: "${who} != ''" }),
      row({ 0: 'end repeat' }),
      row({ 0: 'calculate', 1: 'total', 2: 'Total', 3: '合計', 8: 'sum(${hours})' }),
    );
    expect(notices.map(({ row: at, code }) => [at, code])).toEqual([[2, 'beside']]);
    expect(checkForm(form, 'ja', checkConditions)).toEqual([]);
    expect(form.schema['properties']).toMatchObject({
      snow: { type: 'string', enum: ['yes', 'no'] },
      days: { type: 'integer', minimum: 0, maximum: 31 },
      wants: { type: 'array', items: { enum: ['shovel', 'shop'] } },
      helpers: { type: 'array', items: { properties: { hours: { type: 'number' } } } },
    });
    expect(form.texts.en?.fields['wants']).toEqual({
      title: 'Wants',
      choices: { shovel: 'Shovelling', shop: 'Shopping' },
    });
    const snow = { fact: 'snow', operator: 'equal', value: 'yes' };
    expect(form.logic).toEqual([
      { id: 'show-days', when: { all: [snow] }, then: { show: ['days'] } },
      {
        id: 'show-wants',
        when: {
          all: [
            snow,
            {
              any: [
                { fact: 'days', operator: 'greaterThan', value: 3 },
                { not: { fact: 'days', operator: 'lessThanInclusive', value: 1 } },
              ],
            },
          ],
        },
        then: { show: ['wants'] },
      },
      {
        id: 'show-why',
        when: { all: [{ fact: 'wants', operator: 'greaterThanInclusive', value: 1, path: '$.length' }] },
        then: { show: ['why'] },
      },
      {
        id: 'require-why',
        when: { all: [{ fact: 'wants', operator: 'contains', value: 'shop' }] },
        then: { require: ['why'] },
      },
      {
        id: 'refuse-since',
        when: { all: [{ not: { all: [{ fact: 'since', operator: 'after', value: '2020-01-01' }] } }] },
        then: { refuse: 'since', message: { ja: '2020年より後の日にしてください' } },
      },
      {
        id: 'show-helpers[].hours',
        when: { all: [{ fact: 'helpers[].who', operator: 'notEqual', value: '' }] },
        then: { show: ['helpers[].hours'] },
      },
      { id: 'total', then: { set: 'total', value: { sum: ['helpers[].hours'] } } },
    ]);
  });

  it('tells with its row what is not understood, and keeps it with the field', () => {
    const { form, notices } = read(
      row({ 0: 'geopoint', 1: 'place', 2: 'Place', 3: '場所' }),
      row({ 0: 'text', 1: 'age', 2: 'Age', 3: '年', 5: "pulldata('x', 'y', 'z', ${place}) = 'a'" }),
      row({ 0: 'text', 1: 'age', 2: 'Age', 3: '年2', 5: '${nobody} > 3', 12: 'house.png' }),
      row({ 0: 'select_one nothing', 1: 'none', 2: 'None', 3: 'なし' }),
      row({ 0: 'end group' }),
    );
    expect(notices.map(({ row: at, column, code }) => [at, column, code])).toEqual([
      [4, 'media::image', 'unknown-column'],
      [2, 'type', 'unknown-type'],
      [4, 'name', 'name-twice'],
      [6, 'type', 'end-without-begin'],
      [5, 'type', 'no-list'],
      [3, 'relevant', 'not-understood'],
      [4, 'relevant', 'not-understood'],
    ]);
    expect(notices.every(({ message }) => message.length > 10 && !message.includes('undefined'))).toBe(true);
    expect(form.schema['properties']).toMatchObject({
      place: { type: 'string', $comment: 'type: geopoint' },
      age: { $comment: "relevant: pulldata('x', 'y', 'z', ${place}) = 'a'" },
      'age-2': { $comment: 'relevant: ${nobody} > 3' },
    });
    expect(form.logic).toBeUndefined();
  });

  it.each([
    ["${a} = 'x' and ${b} > 3", true],
    ["(${a} = 'x' or ${a} = 'y') and not(${b} < 2)", true],
    ["selected(${c}, 'x') or count-selected(${c}) > 1", true],
    ['${b} + 1 > 3', false],
    ['${a} = ', false],
    ["${a} = 'x", false],
    ['today() > ${a}', false],
    ['('.repeat(5000), false],
    ["${c} = 'x'", false],
    ["${a} = ''", false],
  ])('reads %s: %s', (relevant, isRead) => {
    const { form, notices } = readSheets(
      readBook([
        sheet(
          'survey',
          ['type', 'name', 'label', 'relevant'],
          ['select_one l', 'a', 'A', ''],
          ['integer', 'b', 'B', ''],
          ['select_multiple l', 'c', 'C', ''],
          ['text', 'd', 'D', relevant],
        ),
        sheet('choices', ['list_name', 'name', 'label'], ['l', 'x', 'X'], ['l', 'y', 'Y']),
      ]),
      { purpose: 'record-step' },
    );
    expect(form.logic?.length ?? 0).toBe(isRead ? 1 : 0);
    expect(notices.length).toBe(isRead ? 0 : 1);
    expect(checkForm(form, 'ja', checkConditions)).toEqual([]);
  });
});

it('a header is read by its first colon, and one of any length costs as much as a short one', () => {
  const read = (header: string) => readBook([{ name: 'survey', rows: [{ row: 1, cells: [header] }] }]).survey?.columns;
  expect(read(' Label :: English (en) ')).toEqual(['label::en']);
  expect(read('label:日本語 (ja)')).toEqual(['label::ja']);
  expect(read('Name')).toEqual(['name']);
  expect(read('label::')).toEqual(['label']);
  // What stands beyond two hundred characters is not looked at.
  expect(read(`a${' '.repeat(64_000)}b`)).toEqual(['a']);
});
