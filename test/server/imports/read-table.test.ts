import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import writeWorkbook, { type SheetData } from 'write-excel-file/node';
import { describe, expect, it } from 'vitest';
import { letter } from '../../../server/imports/limits.ts';
import { readTable } from '../../../server/imports/read-table.ts';
import { readXlsx } from '../../../server/imports/read-xlsx.ts';
import { TableError } from '../../../server/imports/types.ts';
import { pack, sheetHead, sheetTail, workbookOf, workbookOfCells } from '../../support/workbooks.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const fixture = (name: string) => readFile(new URL(`../../fixtures/imports/${name}`, import.meta.url));

const codeOf = async (bytes: Uint8Array, name = 'list.csv', sheet?: string) => {
  try {
    await readTable(bytes, name, undefined, sheet);
  } catch (error) {
    if (error instanceof TableError) return error.code;
    throw error;
  }
  return 'read';
};

describe('readTable of CSV', () => {
  it('reads CP932 with a title above the header and a line break inside quotes', async () => {
    const table = await readTable(await fixture('activities-cp932.csv'), 'activities.csv');
    expect(table).toMatchObject({
      format: 'csv',
      encoding: 'cp932',
      sheets: [],
      headerRow: 3,
      preamble: ['通いの場　一覧（令和８年４月１日現在）'],
    });
    expect(table.columns).toEqual(['名称', 'フリガナ', '実施団体', '種別', '地区', '住所', '電話番号', '開催日']);
    expect(table.rows.map(({ row }) => row)).toEqual([4, 5, 6]);
    expect(table.rows[2]?.cells.slice(0, 6)).toEqual([
      '①番 見守り隊髙﨑',
      'ミマモリタイ',
      '㈱こもれび商店',
      '見守り',
      '西',
      '架空市西町6-7\n集会所2階',
    ]);
  });

  it.each([
    ['UTF-8', 'name,phone\nサロン,099-555-0101\n', 'utf-8'],
    ['UTF-8 with BOM', '\ufeffname,phone\r\nサロン,099-555-0101\r\n', 'utf-8-bom'],
    ['tabs', 'name\tphone\nサロン\t099-555-0101', 'utf-8'],
    ['semicolons', 'name;phone\nサロン;099-555-0101\n', 'utf-8'],
    ['quotes', '"name","phone"\n"サロン","099-555-0101"\n', 'utf-8'],
  ])('reads %s', async (_, text, encoding) => {
    expect(await readTable(utf8(text), 'list.txt')).toMatchObject({
      encoding,
      headerRow: 1,
      columns: ['name', 'phone'],
      rows: [{ row: 2, cells: ['サロン', '099-555-0101'] }],
    });
  });

  it('finds the header among lines of remarks, and keeps them', async () => {
    const text =
      '#LINK,,\n#lang,ja,\n#property,name,address\n#object_type_xsd,string,string\n1,サロン,架空市東町1\n,,\n2,配食,架空市西町2\n';
    const table = await readTable(utf8(text), 'list.csv');
    expect(table).toMatchObject({
      headerRow: 3,
      columns: ['#property', 'name', 'address'],
      preamble: ['#LINK', '#lang ja', '#object_type_xsd string string'],
    });
    expect(table.rows.map(({ row, cells }) => [row, cells[1]])).toEqual([
      [5, 'サロン'],
      [7, '配食'],
    ]);
  });

  it('makes names of columns distinct, names the nameless by letter, and drops empty columns', async () => {
    const table = await readTable(utf8('名称,電話,,電話,\nサロン,1,何か,2,\n'), 'list.csv');
    expect(table.columns).toEqual(['名称', '電話', '(C)', '電話 (2)']);
    expect(table.rows[0]?.cells).toEqual(['サロン', '1', '何か', '2']);
  });

  it('leaves out a header that is repeated further down', async () => {
    const table = await readTable(utf8('名称,住所\nサロン,東町\n名称,住所\n配食,西町\n'), 'list.csv');
    expect(table.rows.map(({ row }) => row)).toEqual([2, 4]);
  });

  it('puts up with stray quotes and lines of differing length', async () => {
    const table = await readTable(utf8('名称,住所,備考\nサロン"陽",東町\n配食,西町,a,b\n'), 'list.csv');
    expect(table.rows.map(({ cells }) => cells)).toEqual([
      ['サロン"陽"', '東町', '', ''],
      ['配食', '西町', 'a', 'b'],
    ]);
  });

  it('names the row whose quote is never closed, and reads the others', async () => {
    const end = await readTable(utf8('名称,住所,電話\nA,東町,\n"B,西町,099-555-0102\nC,南町,\n'), 'list.csv');
    expect(end.rows.map(({ row, cells, broken }) => [row, cells[0], broken ?? false])).toEqual([
      [2, 'A', false],
      [3, 'B', true],
      [4, 'C', false],
    ]);
    // A later quote would close it, and what lies between would be one cell.
    const middle = await readTable(
      utf8('名称,住所,電話\n"A,東町,099-555-0101\nB,西町,099-555-0102\n"C","南町","099-555-0103"\n"D\nd",北町,\n'),
      'list.csv',
    );
    expect(middle.rows.map(({ row, cells, broken }) => [row, cells[0], broken ?? false])).toEqual([
      [2, 'A', true],
      [3, 'B', false],
      [4, 'C', false],
      [5, 'D\nd', false],
    ]);
  });

  it.each<[string, Uint8Array, string]>([
    ['no bytes', new Uint8Array(), 'empty'],
    ['only line ends', utf8('\n\n'), 'empty'],
    ['only commas', utf8(',,\n,,\n'), 'empty'],
    ['prose', utf8('これは表ではありません。\nただの文章です。\n'), 'notTable'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1), 'notTable'],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x41, 0x00), 'encoding'],
    ['neither UTF-8 nor CP932', Uint8Array.of(0x61, 0x2c, 0xff, 0xa0, 0x0a), 'encoding'],
    ['an old .xls', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), 'oldExcel'],
    [
      'a locked workbook',
      Buffer.concat([Buffer.of(0xd0, 0xcf, 0x11, 0xe0), Buffer.from('EncryptedPackage', 'utf16le')]),
      'password',
    ],
    ['a ZIP file that is no workbook', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), 'notTable'],
    ['rows without a header', utf8('1,サロン,099-555-0101\n2,配食,099-555-0102\n'), 'noHeader'],
    ['a header only', utf8('名称,住所,電話番号\n'), 'noRows'],
    ['more than 20 MB', new Uint8Array(20 * 1024 * 1024 + 1), 'tooLarge'],
    ['more than 50,000 rows', utf8(`a,b\n${'x,y\n'.repeat(50_001)}`), 'tooManyRows'],
  ])('refuses %s', async (_, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code);
  });
});

describe('readXlsx', () => {
  const columns = ['A', 'B', 'Z', 'AA', 'AZ', 'SF', 'SG', 'XFD'];
  const address = fc.tuple(
    fc.constantFrom(...columns),
    fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 60 }) }, fc.integer({ min: 1, max: 1_048_576 })),
  );
  const isFar = ([column, row]: readonly [string, number]): boolean =>
    row > 200_000 || column === 'SG' || column === 'XFD';

  it('keeps the cells that have a value, wherever and in whatever order they stand, and refuses those too far away', async () => {
    const cells = fc.uniqueArray(fc.tuple(address, fc.stringMatching(/^[a-z&<>ぁ-ん]{0,20}$/)), {
      selector: ([[column, row]]) => `${column}${row}`,
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(cells, async (wanted) => {
        const bytes = workbookOfCells(wanted.map(([[column, row], text]) => [`${column}${row}`, text]));
        const filled = wanted.filter(([, text]) => text !== '');
        const read = await readXlsx(bytes, 'a.xlsx', () => 1).catch((error: unknown) => error);
        if (filled.some(([at]) => isFar(at))) {
          expect(read).toMatchObject({ code: 'farCell' });
          return;
        }
        const cells = (read as Awaited<ReturnType<typeof readXlsx>>).rows.flatMap(({ row, cells: values }) =>
          values.flatMap((text, at) => (text === '' ? [] : [`${letter(at)}${row} ${text}`])),
        );
        expect(cells.toSorted()).toEqual(filled.map(([[column, row], text]) => `${column}${row} ${text}`).toSorted());
      }),
      { numRuns: 100 },
    );
  });

  it('reads a sheet that gives neither rows nor cells an address, and words in parts without their furigana', async () => {
    const rich =
      '<row><c t="inlineStr"><is><r><t>架空</t></r><r><t>会館</t></r><rPh sb="0" eb="2"><t>カクウ</t></rPh></is></c><c t="str"><v>a_x0041_</v></c></row><row/><row><c/><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row>';
    const { rows } = await readXlsx(
      workbookOf((name) => pack(name, sheetHead + rich + sheetTail)),
      'a.xlsx',
      () => 1,
    );
    expect(rows).toEqual([
      { row: 1, cells: ['架空会館', 'aA'] },
      { row: 3, cells: ['', 'true'] },
    ]);
  });
});

describe('readTable of .xlsx', () => {
  const list: SheetData = [
    ['架空市　通いの場一覧', null, null, null, null],
    [null, null, null, null, null],
    ['名称', '団体', '開始日', '定員', '開始時刻'],
    [
      'サロン',
      { value: '架空会', rowSpan: 2 },
      { value: new Date(Date.UTC(2026, 3, 1)), type: Date, format: 'yyyy/mm/dd' },
      0.1 + 0.2,
      { value: new Date(Date.UTC(1899, 11, 30, 9, 30)), type: Date, format: 'hh:mm' },
    ],
    ['配食', null, null, 5370301002240, null],
    [null, null, null, null, null],
    ['移動', '別の会', null, 1.5, null],
    [null, null, null, null, null],
  ];

  it('reads text, dates, times, numbers and merged cells, whatever the file is called', async () => {
    const table = await readTable(await writeWorkbook(list, { sheet: '一覧' }).toBuffer(), 'list.csv');
    expect(table).toMatchObject({
      format: 'xlsx',
      encoding: null,
      sheets: ['一覧'],
      headerRow: 3,
      preamble: ['架空市　通いの場一覧'],
      columns: ['名称', '団体', '開始日', '定員', '開始時刻'],
    });
    expect(table.rows).toEqual([
      { row: 4, cells: ['サロン', '架空会', '2026-04-01', '0.3', '09:30'] },
      { row: 5, cells: ['配食', '架空会', '', '5370301002240', ''] },
      { row: 7, cells: ['移動', '別の会', '', '1.5', ''] },
    ]);
  });

  it('reads the sheet that is asked for, and never a hidden one', async () => {
    const hideFirst = {
      files: {
        transform: {
          'xl/workbook.xml': {
            transform: (xml: string) => xml.replace('name="作業用"', 'name="作業用" state="hidden"'),
          },
        },
      },
    };
    const bytes = await writeWorkbook(
      [
        {
          sheet: '作業用',
          data: [
            ['下書き', '住所'],
            ['見せない', '東町'],
          ],
        },
        {
          sheet: '東&西',
          data: [
            ['名称', '住所'],
            ['サロン', '東町'],
          ],
        },
        {
          sheet: '南',
          data: [
            ['名称', '住所'],
            ['配食', '南町'],
          ],
        },
      ],
      { features: [hideFirst] },
    ).toBuffer();
    expect(await readTable(bytes, 'a.xlsx')).toMatchObject({
      sheets: ['東&西', '南'],
      rows: [{ cells: ['サロン', '東町'] }],
    });
    expect(await readTable(bytes, 'a.xlsx', undefined, '南')).toMatchObject({ rows: [{ cells: ['配食', '南町'] }] });
    expect(await codeOf(bytes, 'a.xlsx', '作業用')).toBe('noSheet');
    expect(await codeOf(bytes, 'a.xlsx', '北')).toBe('noSheet');
  });

  it('refuses a workbook with nothing in it and a broken one', async () => {
    expect(await codeOf(await writeWorkbook([[null]]).toBuffer(), 'a.xlsx')).toBe('empty');
    const whole = await writeWorkbook([
      ['名称', '住所'],
      ['サロン', '東町'],
    ]).toBuffer();
    expect(await codeOf(whole.subarray(0, whole.length / 2), 'a.xlsx')).toBe('notTable');
  });
});
