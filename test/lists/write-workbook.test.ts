import { describe, expect, it } from 'vitest';
import { readXlsx } from '../../server/imports/read-xlsx.ts';
import { inCp932, toCp932, unwritableIn } from '../../server/lists/cp932.ts';
import { letterOf, writeWorkbook, type Cell } from '../../server/lists/write-workbook.ts';
import { readSheets } from '../support/machine-readable.ts';

const bytesOf = async (pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
};
const made = new Date('2026-11-23T00:00:00.000Z');
const write = (lines: readonly Cell[][][], most?: number) =>
  bytesOf(writeWorkbook([{ name: '表', widths: [10], filters: true, lines }], made, most));

describe('a workbook made while it is sent', () => {
  it('keeps every letter that a cell can hold, and none that XML cannot', async () => {
    const texts = ['<b>&"\'', '_x0041_', '改\n行', '𠮷 😀', '=1+1', '\u0001あ\ufffe', '+81-225', '  間  '];
    const [sheet] = readSheets(await write([[['見出し'], ...texts.map((text) => [text])]]));
    expect(sheet?.rows.slice(1).map((row) => row[0])).toEqual(
      texts.map((value) => ({ kind: 'text', value: value === '\u0001あ\ufffe' ? 'あ' : value })),
    );
    const read = await readXlsx(await write([[['見出し'], ['_x0041_']]]), 'a.xlsx', () => 0);
    expect(JSON.stringify(read)).toContain('_x0041_');
  });

  it('has days as days from when Excel counts them right, and as texts before', async () => {
    const [sheet] = readSheets(await write([[['日'], [{ day: '1900-02-28' }], [{ day: '1900-03-01' }]]]));
    expect(sheet?.rows.slice(1).map((row) => row[0])).toEqual([
      { kind: 'text', value: '1900-02-28' },
      { kind: 'number', value: '61' },
    ]);
  });

  it('goes on in another sheet, with its header, where one is full', async () => {
    const lines = [[['見出し'], ['1']], [['2'], ['3'], ['4']], [['5']]];
    const sheets = readSheets(await write(lines, 3));
    expect(sheets.map(({ name, rows }) => [name, rows.map(([cell]) => cell?.value)])).toEqual([
      ['表', ['見出し', '1', '2']],
      ['表 2', ['見出し', '3', '4']],
      ['表 3', ['見出し', '5']],
    ]);
    expect(readSheets(await write([[['見出し'], ['1'], ['2']]], 3))).toHaveLength(1);
  });

  it('names columns as Excel does', () => {
    expect([0, 25, 26, 701, 702].map(letterOf)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  });
});

describe('CP932', () => {
  it('reads back every letter that it says it can write', () => {
    const decoder = new TextDecoder('shift_jis', { fatal: true });
    const letters = Array.from({ length: 0xffff }, (_none, code) => String.fromCharCode(code)).filter(
      (letter) => letter.isWellFormed() && unwritableIn(letter).length === 0,
    );
    expect(letters.length).toBeGreaterThan(7000);
    expect(decoder.decode(toCp932(letters.join('')))).toBe(letters.map(inCp932).join(''));
  });

  it('writes as Windows does: 髙 and 﨑 of the letters of IBM, ～ for 〜, 〓 for what it has not', () => {
    expect([...toCp932('髙﨑')].map((byte) => byte.toString(16))).toEqual(['fb', 'fc', 'fa', 'b1']);
    expect([...toCp932('〜～')].map((byte) => byte.toString(16))).toEqual(['81', '60', '81', '60']);
    expect(unwritableIn('髙﨑①㈱〜−—①')).toEqual([]);
    expect(unwritableIn('𠮷か𠮷😀')).toEqual(['𠮷', '😀']);
    expect([...toCp932('𠮷')]).toEqual([0x81, 0xac]);
  });
});
