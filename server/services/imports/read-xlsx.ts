import readWorkbook, { type CellValue } from 'read-excel-file/node';
import { TableError } from './types.ts';
import { readZipDirectory, readZipText, type Zip } from './zip.ts';

/** Unpacked, a workbook within the limit of bytes stays far below this; only a ZIP bomb does not. */
const maxUnpackedBytes = 300 * 1024 * 1024;

const attribute = (tag: string, name: string): string => (new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&amp;/g, '&');

const tags = (xml: string, name: string): string[] => xml.match(new RegExp(`<(?:\\w+:)?${name}\\s[^>]*>`, 'g')) ?? [];

/** Name, visibility and file of each sheet: the library reads hidden sheets too and does not say which they are. */
function listSheets(bytes: Uint8Array, zip: Zip): { name: string; visible: boolean; file: string }[] {
  const targets = new Map(tags(readZipText(bytes, zip, 'xl/_rels/workbook.xml.rels'), 'Relationship').map((tag) => [attribute(tag, 'Id'), attribute(tag, 'Target')]));
  return tags(readZipText(bytes, zip, 'xl/workbook.xml'), 'sheet').map((tag) => {
    const target = targets.get(attribute(tag, 'r:id')) ?? '';
    return { name: attribute(tag, 'name'), visible: !attribute(tag, 'state').toLowerCase().includes('hidden'), file: target.startsWith('/') ? target.slice(1) : `xl/${target}` };
  });
}

const columnNumber = (letters: string): number => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** A cell merged over several rows says the same of each of them; the file holds its value in the first only. */
function fillMergedRows(records: string[][], sheetXml: string): void {
  for (const tag of tags(sheetXml, 'mergeCell')) {
    const [, letters, first, , last] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(attribute(tag, 'ref')) ?? [];
    if (!letters || !first || !last) continue;
    const column = columnNumber(letters);
    const value = records[Number(first) - 1]?.[column] ?? '';
    for (const record of records.slice(Number(first), Number(last))) record[column] = value;
  }
}

/** Excel keeps times as the day they have in its own calendar, which begins in 1899. */
function dateText(date: Date): string {
  const text = date.toISOString();
  if (date.getUTCFullYear() < 1901) return text.slice(11, 16);
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16);
}

function cellText(value: CellValue | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return dateText(value);
  // Excel itself keeps 15 digits: this drops what adding up has left behind (0.30000000000000004).
  if (typeof value === 'number') return String(Number(value.toPrecision(15)));
  return String(value).trim();
}

/** The records of one sheet, empty rows included. Formulas count with the value that was stored with them. */
export async function readXlsx(bytes: Uint8Array, fileName: string, wanted?: string): Promise<{ encoding: null; sheets: string[]; records: string[][] }> {
  const zip = readZipDirectory(bytes);
  if (!zip?.has('xl/workbook.xml')) throw new TableError('notTable', { fileName });
  if ([...zip.values()].reduce((sum, entry) => sum + entry.size, 0) > maxUnpackedBytes) throw new TableError('tooLarge', { fileName, limitMb: 20 });

  const sheets = await readWorkbook(Buffer.from(bytes)).catch((cause: unknown) => {
    throw new TableError('notTable', { fileName }, cause);
  });
  const visible = listSheets(bytes, zip).filter((sheet) => sheet.visible);
  const data = (name: string | undefined) => sheets.find(({ sheet }) => sheet === name)?.data ?? [];
  const chosen = wanted === undefined ? (visible.find(({ name }) => data(name).length > 0) ?? visible[0]) : visible.find(({ name }) => name === wanted);
  if (!chosen) throw new TableError('noSheet', { fileName, sheet: wanted ?? '' });

  const records = data(chosen.name).map((row) => row.map(cellText));
  fillMergedRows(records, readZipText(bytes, zip, chosen.file));
  return { encoding: null, sheets: visible.map(({ name }) => name), records };
}
