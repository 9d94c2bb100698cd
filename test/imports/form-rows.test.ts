import { describe, expect, it } from 'vitest';
import { makeField } from '../../forms/presets.ts';
import type { Sources } from '../../forms/types.ts';
import { beginRegister } from '../../registers/begin.ts';
import { askedInRows } from '../../server/imports/form-rows/form-of-rows.ts';
import { planner, type FormOfRows } from '../../server/imports/form-rows/planner.ts';
import { readAnswer, readDay, type AskedField } from '../../server/imports/form-rows/read-answer.ts';
import { readTable } from '../../server/imports/read-table.ts';

const text = (ja: string) => ({ ja });
const field = (more: Partial<AskedField>): AskedField => ({
  path: 'field',
  type: 'string',
  label: text('項目'),
  required: false,
  ...more,
});
const chosen = [
  { value: 'mid-a', words: ['中央'] },
  { value: 'mid-b', words: ['中央'] },
  { value: 'tea', words: ['お茶・お菓子'] },
  { value: 'snow', words: ['雪かき'] },
  { value: 'shop', words: ['買い物'] },
];

describe('a cell as an answer', () => {
  it.each<[string, Partial<AskedField>, string, unknown]>([
    ['a yes', { type: 'boolean' }, '○', true],
    ['a no', { type: 'boolean' }, 'なし', false],
    ['neither', { type: 'boolean' }, 'たぶん', 'answerYesNo'],
    ['a number with its unit', { type: 'number', unit: text('円') }, '１,２００円', 1200],
    ['no number', { type: 'integer' }, '十二', 'answerNumber'],
    ['a Western day', { format: 'date' }, '2026/4/1', '2026-04-01'],
    ['a Japanese day', { format: 'date' }, '令和8年4月1日', '2026-04-01'],
    ['a short Japanese day', { format: 'date' }, 'R8.4.1', '2026-04-01'],
    ['the first year of an era', { format: 'date' }, '令和元年5月1日', '2019-05-01'],
    ['a day that there is not', { format: 'date' }, '2026/2/30', 'answerDay'],
    ['a choice by its words', { chosen }, '雪かき', 'snow'],
    ['a choice by its code', { chosen }, 'snow', 'snow'],
    ['no choice', { chosen }, '草刈り', 'answerChoice'],
    ['several choices, one of which holds a dot', { type: 'array', chosen }, '雪かき、お茶・お菓子', ['snow', 'tea']],
    ['choices parted by dots', { type: 'array', chosen }, '雪かき・買い物', ['snow', 'shop']],
    ['something that is no choice among them', { type: 'array', chosen }, '雪かき、草刈り', 'answerChoices'],
    ['a name that two have', { chosen, source: 'areas' }, '中央', 'answerSeveral'],
    ['such a name among several', { type: 'array', chosen }, '雪かき、中央', 'answerSeveral'],
    ['one of the two by its code', { chosen }, 'mid-b', 'mid-b'],
    ['a day and a time', { format: 'date-time' }, '2026/11/23 9:05', '2026-11-23T09:05:00+09:00'],
  ])('is %s', (_what, more, cell, answer) => {
    const read = readAnswer(field(more), cell);
    expect('value' in read ? read.value : read.code).toEqual(answer);
  });

  it('is no day where only the year of an era could be meant', () => {
    expect(readDay('8/4/1')).toBeNull();
  });
});

/* A register that is made of a list reads that list's rows with nothing to be matched by hand. */
describe('rows of a list that a register was made of', () => {
  const ask = (name: string, title: string, preset: 'yesNo' | 'date' | 'number') => {
    const { schema, texts } = makeField(preset);
    return { name, schema, texts: { ...texts.ja[''], title } };
  };
  const { form } = beginRegister({
    key: 'places',
    name: '居場所台帳',
    one: '居場所',
    personal: false,
    audiences: [],
    title: '名称',
    area: '地区',
    fromList: true,
    fields: [ask('open', '開いている', 'yesNo'), ask('since', '開設日', 'date'), ask('people', '人数', 'number')],
  });
  const sources: Sources = { areas: [{ value: 'n', label: '北' }] };
  const known: FormOfRows = {
    form,
    language: 'ja',
    sources,
    fields: askedInRows(form, sources),
    shown: ['people'],
    there: [],
  };
  const plan = async (csv: string, there: string[] = []) => {
    const table = await readTable(new TextEncoder().encode(csv), 'list.csv');
    const { mapping } = planner.guess(table, known);
    return { table, mapping, planned: planner.plan(table, mapping, { ...known, there }) };
  };

  it('become answers, each column the field of its name', async () => {
    const { planned } = await plan('名称,地区,開いている,開設日,人数\n北の茶の間,北,○,R5.4.1,12\n');
    expect(planned.issues).toEqual([]);
    expect(planned.rows.map(({ action, values }) => [action, values])).toEqual([
      ['create', { name: '北の茶の間', area: 'n', open: true, since: '2023-04-01', people: 12 }],
    ]);
  });

  it('have the only area that may be chosen where the list names none', async () => {
    const { mapping } = await plan('名称,人数\n北の茶の間,12\n');
    expect(mapping.fields['area']).toEqual({ fixed: '北' });
  });

  it('stay out with what is wrong of each cell, in the words of the form', async () => {
    const { planned } = await plan('名称,地区,開設日\n北の茶の間,東,きのう\n,北,\n');
    expect(planned.rows.map(({ action }) => action)).toEqual(['reject', 'reject']);
    expect(planned.issues.map(({ row, column, code, params }) => [row, column, code, params['field']])).toEqual([
      [2, '地区', 'answerArea', '地区'],
      [2, '開設日', 'answerDay', '開設日'],
      [3, '名称', 'answerWrong', '名称'],
    ]);
  });

  it('come in once: neither twice in a list, nor again', async () => {
    const csv = '名称,地区\n北の茶の間,北\n北の茶の間,北\n';
    const { planned } = await plan(csv);
    expect(planned.rows.map(({ action }) => action)).toEqual(['create', 'reject']);
    expect(planned.issues.map(({ code }) => code)).toEqual(['sameEntry']);
  });
});
