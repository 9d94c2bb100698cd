import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { layOutBlank, layOutFilled } from '../../forms/paper/index.ts';
import type { PaperLine } from '../../forms/paper/types.ts';
import type { Audience, Form } from '../../forms/types.ts';

const title = (ja: string, more: object = {}) => ({ title: ja, ...more });

/** A form with what paper has to say: a condition of a rule and one of the schema, a group, a list, what is calculated, a place to sign. */
const form: Form = {
  key: 'snow',
  purpose: 'record',
  texts: {
    ja: {
      name: '雪かきの申込み',
      formNumber: '様式第3号',
      office: '福祉部長寿社会課',
      fields: {
        part: title('申込み'),
        title: title('見出し'),
        wants: title('雪かきが必要ですか', { choices: { true: 'はい', false: 'いいえ' } }),
        days: title('日数'),
        how: title('だれに', { choices: { neighbour: '近所', firm: '業者', none: '頼まない' } }),
        firm: title('業者の名前'),
        home: title('住まい'),
        'home.stairs': title('階段の段数'),
        people: title('同居の方'),
        'people[].name': title('名前'),
        'people[].role': title('続柄', { choices: { spouse: '配偶者', child: '子' } }),
        count: title('人数'),
        wish: title('ご希望'),
        later: title('そのあと'),
        note: title('ほかの欄'),
        sign: title('署名'),
      },
    },
    en: { name: 'Snow clearing', fields: { wants: { title: 'Do you need it?' }, days: { title: 'Days' } } },
  },
  schema: {
    type: 'object',
    required: ['title', 'wants'],
    properties: {
      part: { type: 'null', 'x-shown': 'heading' },
      title: { type: 'string', 'x-tell': { members: 'always' } },
      wants: { type: 'boolean', 'x-tell': { members: 'always' } },
      days: { type: 'integer', 'x-unit': { ja: '日', en: 'day|days' } },
      how: { type: 'string', enum: ['neighbour', 'firm', 'none'] },
      home: { type: 'object', properties: { stairs: { type: 'integer' } } },
      people: {
        type: 'array',
        maxItems: 3,
        items: {
          type: 'object',
          properties: { name: { type: 'string' }, role: { type: 'string', enum: ['spouse', 'child'] } },
        },
      },
      count: { type: 'integer' },
      wish: { type: 'string' },
      later: { type: 'null', 'x-shown': 'heading' },
      note: { type: 'string' },
      sign: { type: 'null', 'x-shown': 'signature' },
    },
    if: { properties: { how: { const: 'firm' } }, required: ['how'] },
    then: { properties: { firm: { type: 'string' } } },
  },
  uiSchema: {
    'ui:order': [
      'part',
      'title',
      'wants',
      'days',
      'how',
      'firm',
      'home',
      'people',
      'count',
      'wish',
      'sign',
      'later',
      'note',
    ],
    count: { 'ui:widget': 'calculated' },
    wish: { 'ui:widget': 'textarea', 'ui:options': { rows: 6 } },
  },
  logic: [
    { id: 'days', when: { fact: 'wants', operator: 'equal', value: true }, then: { show: ['days'] } },
    {
      id: 'wish',
      when: {
        all: [
          { fact: 'days', operator: 'greaterThanInclusive', value: 3 },
          { fact: 'how', operator: 'notEqual', value: 'none' },
        ],
      },
      then: { show: ['wish'] },
    },
    { id: 'count', then: { set: 'count', value: { count: 'people' } } },
  ],
};

const find = (lines: PaperLine[], name: string): PaperLine | undefined => lines.find((line) => line.title === name);

describe('a blank form', () => {
  const { lines, ...head } = layOutBlank(form, 'ja');

  it('has the number and the office that its texts have', () => {
    expect(head).toEqual({ name: '雪かきの申込み', number: '様式第3号', office: '福祉部長寿社会課' });
  });

  it('numbers what is asked, and says in words who answers what not everybody does', () => {
    expect(lines.map((line) => [line.is, 'number' in line ? line.number : '', line.title, line.when ?? ''])).toEqual([
      ['heading', '', '申込み', ''],
      ['question', '1', '見出し', ''],
      ['question', '2', '雪かきが必要ですか', ''],
      ['question', '3', '日数', '問2が「はい」の方のみ'],
      ['question', '4', 'だれに', ''],
      ['question', '5', '業者の名前', '問4が「業者」の方のみ'],
      ['group', '6', '住まい', ''],
      ['question', '6-1', '階段の段数', ''],
      ['table', '7', '同居の方', ''],
      ['question', '8', 'ご希望', '問3が3日以上、かつ問4が「頼まない」以外の方のみ'],
      ['signature', '', '署名', ''],
      ['heading', '', 'そのあと', ''],
      ['question', '9', 'ほかの欄', ''],
    ]);
  });

  it('has room for the answer by its kind', () => {
    expect(find(lines, '雪かきが必要ですか')).toMatchObject({
      required: true,
      space: { as: 'choices', choices: ['はい', 'いいえ'], several: false },
    });
    expect(find(lines, '日数')).toMatchObject({ space: { as: 'number', unit: '日' } });
    expect(find(lines, 'ご希望')).toMatchObject({ space: { as: 'box', lines: 6 } });
    expect(find(lines, '同居の方')).toMatchObject({
      columns: [{ title: '名前' }, { title: '続柄', hint: '配偶者・子' }],
      rows: [
        ['', ''],
        ['', ''],
        ['', ''],
      ],
    });
  });

  it('is there in English, with Japanese where English is missing', () => {
    const english = layOutBlank(form, 'en');
    expect([english.name, english.number]).toEqual(['Snow clearing', '様式第3号']);
    expect(find(english.lines, 'Days')?.when).toBe('Only if question 2 is “はい”');
  });

  it('says in general what no words are found for', () => {
    const odd: Form = {
      ...form,
      logic: [],
      schema: {
        ...form.schema,
        if: { properties: { title: { pattern: '^x' } } },
        then: { properties: { firm: { type: 'string' } } },
      },
    };
    expect(find(layOutBlank(odd, 'ja').lines, '業者の名前')?.when).toBe('前の問の答えで当てはまる方のみ');
  });

  const when = (condition: object, more: Partial<Form> = {}): string | undefined => {
    const odd = {
      ...form,
      logic: [],
      schema: { ...form.schema, if: condition, then: { properties: { firm: { type: 'string' } } } },
      ...more,
    } as Form;
    const line = find(layOutBlank(odd, 'ja').lines, '業者の名前');
    return line && 'when' in line ? line.when : undefined;
  };

  it('says both ends of a range, and nothing that it understands only in part', () => {
    const daysAre = (days: object) => when({ properties: { days }, required: ['days'] });
    expect(daysAre({ minimum: 3, maximum: 5 })).toBe('問3が3日以上、かつ問3が5日以下の方のみ');
    expect(daysAre({ exclusiveMinimum: 3 })).toBe('問3が3日を超える方のみ');
    expect(daysAre({ minimum: 3, multipleOf: 2 })).toBe('前の問の答えで当てはまる方のみ');
  });

  it('puts brackets round what belongs together, and round nothing else', () => {
    const both = { properties: { how: { const: 'firm' }, wants: { const: true } } };
    const odd: Form = {
      ...form,
      schema: { ...form.schema, if: both, then: {}, else: { properties: { firm: { type: 'string' } } } },
      logic: [{ id: 'firm', when: { fact: 'days', operator: 'lessThan', value: 3 }, then: { show: ['firm'] } }],
    };
    expect(find(layOutBlank(odd, 'ja').lines, '業者の名前')).toMatchObject({
      when: '（問4が「業者」以外、または問2が「はい」以外）、かつ問3が3日未満の方のみ',
    });
    const single: Form = {
      ...form,
      logic: [
        {
          id: 'wish',
          when: {
            all: [
              { any: [{ fact: 'days', operator: 'lessThan', value: 3 }] },
              { fact: 'wants', operator: 'equal', value: true },
            ],
          },
          then: { show: ['wish'] },
        },
      ],
    };
    expect(find(layOutBlank(single, 'ja').lines, 'ご希望')).toMatchObject({
      when: '問3が3日未満、かつ問2が「はい」の方のみ',
    });
  });

  it('has room for files, and numbers nothing that it does not print', () => {
    const entry = (more: object) => ({ type: 'array', items: { type: 'object', ...more } });
    const fields = {
      sums: title('合計の表'),
      'sums[].sum': title('合計'),
      photos: title('写真'),
      after: title('あと'),
    };
    const made: Form = {
      key: 'made',
      purpose: 'record',
      texts: { ja: { name: '写真の様式', fields } },
      schema: {
        type: 'object',
        properties: {
          sums: entry({ properties: { sum: { type: 'integer' } } }),
          photos: entry({
            'x-file': 'photo',
            properties: {
              id: { type: 'string' },
              name: { type: 'string' },
              type: { type: 'string' },
              size: { type: 'integer' },
            },
          }),
          after: { type: 'string' },
        },
      },
      uiSchema: { sums: { items: { sum: { 'ui:widget': 'calculated' } } } },
    };
    expect(layOutBlank(made, 'ja').lines.map((line) => [line.is, 'number' in line && line.number, line.title])).toEqual(
      [
        ['question', '1', '写真'],
        ['question', '2', 'あと'],
      ],
    );
    const answers = { photos: [{ id: 'a', name: '玄関.jpg', type: 'image/jpeg', size: 2048 }], after: 'x' };
    expect(find(layOutFilled(made, answers, 'staff', 'ja').lines, '写真')).toMatchObject({ value: '玄関.jpg（2 KB）' });
  });

  it('can be made of every shipped form, each condition in words', () => {
    const folder = path.resolve(import.meta.dirname, '../../forms/library');
    const files = readdirSync(folder);
    expect(files.length).toBeGreaterThan(30);
    for (const file of files) {
      const shipped = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Form;
      for (const line of layOutBlank(shipped, 'ja').lines)
        if ('when' in line) expect(line.when, `${file} ${line.title}`).not.toMatch(/前の問の答え/);
    }
  });
});

describe('a form filled in', () => {
  const answers = {
    title: '玄関の前',
    wants: true,
    days: 4,
    how: 'neighbour',
    firm: '当てはまらない業者',
    people: [{ name: '例示 花子', role: 'spouse' }, { name: '例示 次郎' }],
    count: 2,
    wish: '朝のうちに',
  };

  it('leaves out what did not apply and what was not answered, and keeps the numbers of the blank one', () => {
    const { lines } = layOutFilled(form, answers, 'staff', 'ja');
    expect(
      lines.map((line) => ['number' in line ? line.number : '', line.title, 'value' in line ? line.value : '']),
    ).toEqual([
      ['', '申込み', ''],
      ['1', '見出し', '玄関の前'],
      ['2', '雪かきが必要ですか', 'はい'],
      ['3', '日数', '4日'],
      ['4', 'だれに', '近所'],
      ['7', '同居の方', ''],
      ['', '人数', '2'],
      ['8', 'ご希望', '朝のうちに'],
      ['', '署名', ''],
    ]);
    expect(find(lines, '同居の方')).toMatchObject({
      columns: [{ title: '名前' }, { title: '続柄' }],
      rows: [
        ['例示 花子', '配偶者'],
        ['例示 次郎', ''],
      ],
    });
  });

  it('tells an audience only what its fields say that it may be told', () => {
    const { lines } = layOutFilled(form, answers, [{ name: 'members', consent: false }], 'ja');
    expect(lines.map((line) => line.title)).toEqual(['申込み', '見出し', '雪かきが必要ですか']);
    expect(JSON.stringify(lines)).not.toMatch(/花子|朝のうち/);
  });

  it('shows an audience no heading that tells an answer which it is not told', () => {
    const odd: Form = {
      ...form,
      logic: [
        { id: 'part', when: { fact: 'how', operator: 'equal', value: 'neighbour' }, then: { show: ['part'] } },
        { id: 'later', when: { fact: 'wants', operator: 'equal', value: true }, then: { show: ['later'] } },
      ],
      uiSchema: { ...form.uiSchema, 'ui:order': ['part', 'title', 'later', 'wants', '*'] },
    };
    const titles = (audience: Audience) => layOutFilled(odd, answers, audience, 'ja').lines.map((line) => line.title);
    expect(titles('staff').slice(0, 3)).toEqual(['申込み', '見出し', 'そのあと']);
    expect(titles([{ name: 'members', consent: true }])).toEqual(['見出し', 'そのあと', '雪かきが必要ですか']);
  });

  it('counts in English with one word for one and another for more', () => {
    const days = (count: number) => find(layOutFilled(form, { ...answers, days: count }, 'staff', 'en').lines, 'Days');
    expect([days(1), days(4)]).toMatchObject([{ value: '1 day' }, { value: '4 days' }]);
  });
});
