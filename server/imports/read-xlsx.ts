import { letter, limits } from './limits.ts';
import { readXml } from './read-xml.ts';
import { ZipTooLarge, openZip, type Zip } from './read-zip.ts';
import { TableError, type TableRow } from './types.ts';
import { openWorkbook, own, unescape, type Sheet, type Workbook } from './workbook.ts';

/** Excel keeps times as the day they have in its own calendar, which begins in 1899. Null beyond the days that there are. */
function dateText(ms: number): string | null {
  const date = new Date(ms);
  if (Number.isNaN(date.valueOf()) || date.getUTCFullYear() > 9999) return null;
  const text = date.toISOString();
  if (date.getUTCFullYear() < 1901) return text.slice(11, 16);
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16);
}

/** Days of Excel's calendar up to 1970-01-01: it counts from 1899-12-31 as 1 and has a 29 February 1900. */
const daysTo1970 = 25_569;
const daysTo1904 = 1462;

/** Excel itself keeps 15 digits: this drops what adding up has left behind (0.30000000000000004). */
const numberText = (value: number): string => String(Number(value.toPrecision(15)));

/** A cell's text, by its type. Formulas count with the value that was stored with them; failed ones are empty. */
function cellText(workbook: Workbook, type: string, style: string | undefined, value: string): string {
  if (value === '' || type === 'e') return '';
  if (type === 'b') return value === '1' ? 'true' : 'false';
  if (type === 's') {
    const word = workbook.sharedStrings[Number(value)];
    if (word === undefined) throw new Error(`no shared string ${value}`);
    return word.trim();
  }
  if (type === 'str' || type === 'inlineStr') return own(unescape(value).trim());
  // Without a zone it is a day and time as it stands, wherever the server is.
  if (type === 'd')
    return (
      dateText(Date.parse(/T.*(Z|[+-]\d\d:?\d\d)$/.test(value) || !value.includes('T') ? value : `${value}Z`)) ??
      own(value)
    );
  const number = Number(value);
  if (Number.isNaN(number)) throw new Error(`no number: ${value}`);
  const isDate = style !== undefined && workbook.dateStyles[Number(style)] === true;
  const ms = Math.floor((number + (workbook.from1904 ? daysTo1904 : 0) - daysTo1970) * 86_400_000);
  return (isDate ? dateText(ms) : null) ?? numberText(number);
}

const columnNumber = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

/** The rows of one sheet that hold something. `cells` go up to a row's last value. */
async function readSheet(zip: Zip, workbook: Workbook, sheet: Sheet, fileName: string): Promise<TableRow[]> {
  const rows = new Map<number, string[]>();
  let [cellsLeft, row, column] = [limits.cells, 0, 0];
  let [type, style, text, inValue, inFurigana] = ['n', undefined as string | undefined, '', false, false];
  const spend = (cells: number): void => {
    cellsLeft -= cells;
    if (cellsLeft < 0) throw new TableError('tooManyCells', { fileName, sheet: sheet.name, limit: limits.cells });
  };
  const put = (value: string): void => {
    if (rows.size > limits.rows && row > limits.sheetRows)
      throw new TableError('tooManyRows', { fileName, limit: limits.rows });
    if (row > limits.sheetRows || column > limits.columns)
      throw new TableError('farCell', {
        fileName,
        cell: `${letter(column - 1)}${row}`,
        rows: limits.sheetRows,
        columns: limits.columns,
      });
    const cells = rows.get(row) ?? [];
    if (cells.length === 0) rows.set(row, cells);
    spend(Math.max(0, column - cells.length));
    while (cells.length < column) cells.push('');
    cells[column - 1] = value;
  };

  /** A cell merged over several rows says the same of each of them; the file holds its value in the first only. */
  const fill = (ref: string): void => {
    const [, letters, first, , last] = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(ref) ?? [];
    if (letters === undefined) return;
    column = columnNumber(letters);
    const value = rows.get(Number(first))?.[column - 1] ?? '';
    if (value === '') return;
    for (row = Number(first) + 1; row <= Math.min(Number(last), limits.sheetRows); row++) {
      spend(1);
      if (rows.has(row)) put(value);
    }
  };

  await readXml(zip, sheet.file, {
    open(name, attributes) {
      if (name === 'row') [row, column] = [Number(attributes.r ?? row + 1), 0];
      else if (name === 'c') {
        const [, letters, digits] = /^([A-Z]{1,3})(\d{1,7})$/.exec(attributes.r ?? '') ?? [];
        column = letters === undefined ? column + 1 : columnNumber(letters);
        if (digits !== undefined) row = Number(digits);
        [type, style, text] = [attributes.t ?? 'n', attributes.s, ''];
      } else if (name === 'v' || name === 't') inValue = true;
      else if (name === 'rPh') inFurigana = true;
      else if (name === 'mergeCell') fill(attributes.ref ?? '');
    },
    text(part) {
      if (inValue && !inFurigana) text += part;
    },
    close(name) {
      if (name === 'v' || name === 't') inValue = false;
      else if (name === 'rPh') inFurigana = false;
      else if (name === 'c') {
        const value = cellText(workbook, type, style, text);
        if (value !== '') put(value);
      }
    },
  });
  return [...rows].map(([number, cells]) => ({ row: number, cells })).sort((a, b) => a.row - b.row);
}

/**
 * The rows of one sheet: the one that is asked for, otherwise the first visible one that holds anything. Throws TableError.
 * The archive is read in pieces and only cells with a value are kept, so that a sheet costs what stands in it, not what it
 * might hold.
 */
export async function readXlsx(
  bytes: Uint8Array,
  fileName: string,
  wanted?: string,
): Promise<{ encoding: null; sheets: string[]; rows: TableRow[] }> {
  try {
    const zip = await openZip(bytes);
    const workbook = await openWorkbook(zip);
    if (!workbook) throw new TableError('notTable', { fileName });
    const visible = workbook.sheets.filter((sheet) => sheet.visible);
    const sheets = visible.map(({ name }) => name);
    const candidates = wanted === undefined ? visible : visible.filter(({ name }) => name === wanted);
    if (candidates.length === 0) throw new TableError('noSheet', { fileName, sheet: wanted ?? '' });
    for (const sheet of candidates) {
      const rows = await readSheet(zip, workbook, sheet, fileName);
      if (rows.length > 0) return { encoding: null, sheets, rows };
    }
    return { encoding: null, sheets, rows: [] };
  } catch (error) {
    if (error instanceof TableError) throw error;
    if (error instanceof ZipTooLarge)
      throw new TableError('tooMuchUnpacked', { fileName, limitMb: limits.unpackedBytes / 1024 / 1024 });
    throw new TableError('notTable', { fileName }, error);
  }
}
