import { expect, it } from 'vitest';
import { guessMapping } from '../../../../server/kinds/service/import/guess-mapping.ts';
import type { ReadTable } from '../../../../server/imports/types.ts';

const guess = (columns: string[]): Record<string, unknown> => {
  const table: ReadTable = {
    format: 'csv',
    encoding: 'utf-8',
    sheets: [],
    sheet: null,
    headerRow: 1,
    preamble: [],
    columns,
    aside: [],
    rows: [{ row: 2, cells: columns.map(() => 'x') }],
  };
  return Object.fromEntries(
    Object.entries(guessMapping(table, { types: [], areas: [] }).mapping.fields).map(([field, source]) => [
      field,
      'column' in source ? source.column : null,
    ]),
  );
};

it('knows the names of the national standard data set', () => {
  const columns = [
    'ID',
    '名称',
    '名称_カナ',
    '名称_英語',
    '所在地_連結表記',
    '所在地_都道府県',
    '所在地_市区町村',
    '所在地_町字',
    '電話番号',
    '法人番号',
    '団体名',
    '利用可能曜日',
    '利用可能日時特記事項',
  ];
  expect(guess(columns)).toEqual({
    corporateNumber: '法人番号',
    nameKana: '名称_カナ',
    name: '名称',
    organisation: '団体名',
    address: '所在地_連結表記',
    phone: '電話番号',
    days: '利用可能曜日',
    hoursNote: '利用可能日時特記事項',
    externalKey: 'ID',
  });
});

it.each([
  ['the day on which a place was opened for weekdays', ['名称', '開設日'], { name: '名称' }],
  [
    'the telephone and the address of who stands for it for its own',
    ['名称', '代表者電話番号', '代表者住所'],
    { name: '名称' },
  ],
  ['a fax number for a telephone number', ['名称', 'FAX', 'TEL'], { name: '名称', phone: 'TEL' }],
])('does not take %s', (_, columns, fields) => {
  expect(guess(columns)).toEqual(fields);
});

it('takes days on which it is open', () => {
  expect([guess(['名称', '開催日']).days, guess(['名称', '開設曜日']).days]).toEqual(['開催日', '開設曜日']);
});
