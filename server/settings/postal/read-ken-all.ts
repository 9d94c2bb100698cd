import { decodeText } from '../../files/decode-text.ts';

/** Prefecture, city and town as people write them. */
export type Place = [prefecture: string, city: string, town: string];

/** By the first three digits of a code, and by the last four. */
export type PostalEntries = Record<string, Record<string, Place[]>>;

export type PostalFault = { code: 'letters' | 'offices' | 'columns' | 'empty'; line?: number };

/** Columns of 日本郵便's file: 15, of which the third is the code, the seventh to ninth the place. */
const COLUMNS = 15;
/** The file of large offices' own codes. */
const OFFICE_COLUMNS = 13;

/**
 * Reads 日本郵便's 「住所の郵便番号」 (utf_ken_all.csv, or KEN_ALL.CSV in CP932), whose towns come with notes and, in the older file, broken over rows where the
 * text in parentheses is long. What is no such file is told with its first line that is none.
 */
export function readKenAll(bytes: Uint8Array): { entries: PostalEntries } | { fault: PostalFault } {
  const text = decodeText(bytes)?.text;
  if (text === undefined) return { fault: { code: 'letters' } };
  const entries: PostalEntries = {};
  let open: { code: string; place: Place } | null = null;
  let count = 0;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const cells = readCells(line);
    const [, , code = '', , , , prefecture = '', city = '', town = ''] = cells;
    if (cells.length === OFFICE_COLUMNS) return { fault: { code: 'offices' } };
    if (cells.length !== COLUMNS || !/^\d{7}$/.test(code) || prefecture === '' || city === '')
      return { fault: { code: 'columns', line: index + 1 } };
    count += 1;
    // A town whose parenthesis is still open goes on in the next row of the same code.
    const whole: string = open?.code === code ? open.place[2] + town : town;
    if (isOpen(whole)) {
      open = { code, place: [prefecture, city, whole] };
      continue;
    }
    open = null;
    for (const each of townsOf(whole)) add(entries, code, [prefecture, city, each]);
  }
  return count === 0 ? { fault: { code: 'empty' } } : { entries };
}

const readCells = (line: string): string[] => line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));

const isOpen = (town: string): boolean => town.lastIndexOf('（') > town.lastIndexOf('）');

function add(entries: PostalEntries, code: string, place: Place): void {
  const [prefix, rest] = [code.slice(0, 3), code.slice(3)];
  const places = ((entries[prefix] ??= {})[rest] ??= []);
  if (!places.some((known) => known.every((part, index) => part === place[index]))) places.push(place);
}

/** 「以下に掲載がない場合」「石巻市の次に番地がくる場合」「大潟村一円」 stand for the whole city. There is a town that is called 一円. */
const wholeCity = [/^以下に掲載がない場合$/, /の次に.*番地がくる場合$/, /.一円$/];

/** A town as it is written in an address, or several of them (甲、乙). */
function townsOf(town: string): string[] {
  const bare = town.replaceAll(/（[^）]*）/g, '');
  if (wholeCity.some((pattern) => pattern.test(bare))) return [''];
  // 種市第１５地割〜第２１地割: which one it is, whoever lives there knows.
  const named = /地割.*[〜～、]/.test(bare) ? bare.replace(/第?[０-９0-9]+地割.*$/, '') : bare;
  return named.split('、').map((each) => each.replace(/[０-９0-9]+[〜～－].*$/, ''));
}
