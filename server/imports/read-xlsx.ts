import { dateText, showNumber } from './cell-format.ts';
import { letter, limits } from './limits.ts';
import { readXml } from './read-xml.ts';
import { ZipTooLarge, openZip, type Zip } from './read-zip.ts';
import { TableError, type TableRow } from './types.ts';
import { openWorkbook, own, unescape, type Sheet, type Workbook } from './workbook.ts';

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
  return showNumber(number, style === undefined ? undefined : workbook.formats[Number(style)], workbook.from1904);
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

/** Beyond so many rows a sheet is taken for the list, and so many sheets are looked at. */
const [largeList, mostSheets] = [20_000, 20];

/** The later of two fiscal years' sheets is the list as it is now. */
function yearOf(name: string): number {
  const folded = name.normalize('NFKC');
  const western = /20\d\d/.exec(folded)?.[0];
  const era = /(?:r|令和)\s*(\d{1,2}|元)/i.exec(folded)?.[1];
  return western ? Number(western) : era ? 2018 + (era === '元' ? 1 : Number(era)) : 0;
}

/**
 * The rows of one sheet: the one that is asked for, otherwise the likeliest, by what `judge` gives for its rows. Sheets come
 * the likeliest first. Throws TableError. The archive is read in pieces and only cells with a value are kept, so that a sheet
 * costs what stands in it, not what it might hold.
 */
export async function readXlsx(
  bytes: Uint8Array,
  fileName: string,
  judge: (rows: TableRow[]) => number,
  wanted?: string,
): Promise<{ encoding: null; sheets: string[]; sheet: string | null; rows: TableRow[] }> {
  try {
    const zip = await openZip(bytes);
    const workbook = await openWorkbook(zip);
    if (!workbook) throw new TableError('notTable', { fileName });
    const visible = workbook.sheets.filter((sheet) => sheet.visible);
    const wantedSheet = visible.find(({ name }) => name === wanted);
    if (visible.length === 0 || (wanted !== undefined && !wantedSheet))
      throw new TableError('noSheet', {
        fileName,
        sheet: wanted ?? '',
        sheets: visible.map(({ name }) => name).join('、'),
      });
    if (visible.length === 1 || wantedSheet) {
      const [sheet = wantedSheet] = wantedSheet ? [wantedSheet] : visible;
      const rows = sheet ? await readSheet(zip, workbook, sheet, fileName) : [];
      return { encoding: null, sheets: visible.map(({ name }) => name), sheet: sheet?.name ?? null, rows };
    }
    return { encoding: null, ...(await readLikeliest(zip, workbook, visible, fileName, judge)) };
  } catch (error) {
    if (error instanceof TableError) throw error;
    if (error instanceof ZipTooLarge)
      throw new TableError('tooMuchUnpacked', { fileName, limitMb: limits.unpackedBytes / 1024 / 1024 });
    throw new TableError('notTable', { fileName }, error);
  }
}

/** The rows of every sheet that is asked for by its name, shown or hidden. Throws TableError. */
export async function readNamedSheets(
  bytes: Uint8Array,
  fileName: string,
  isWanted: (name: string) => boolean,
): Promise<{ name: string; rows: TableRow[] }[]> {
  try {
    const zip = await openZip(bytes);
    const workbook = await openWorkbook(zip);
    if (!workbook) throw new TableError('notTable', { fileName });
    const tables: { name: string; rows: TableRow[] }[] = [];
    for (const sheet of workbook.sheets.filter(({ name }) => isWanted(name)).slice(0, mostSheets))
      tables.push({ name: sheet.name, rows: await readSheet(zip, workbook, sheet, fileName) });
    return tables;
  } catch (error) {
    if (error instanceof TableError) throw error;
    if (error instanceof ZipTooLarge)
      throw new TableError('tooMuchUnpacked', { fileName, limitMb: limits.unpackedBytes / 1024 / 1024 });
    throw new TableError('notTable', { fileName }, error);
  }
}

async function readLikeliest(
  zip: Zip,
  workbook: Workbook,
  visible: Sheet[],
  fileName: string,
  judge: (rows: TableRow[]) => number,
): Promise<{ sheets: string[]; sheet: string | null; rows: TableRow[] }> {
  let [best, failed] = [null as { name: string; rows: TableRow[]; points: number } | null, null as unknown];
  const judged: { name: string; points: number }[] = [];
  for (const { name, ...sheet } of visible.slice(0, mostSheets)) {
    let [rows, points] = [[] as TableRow[], -1];
    try {
      rows = await readSheet(zip, workbook, { name, ...sheet }, fileName);
      if (rows.length > 0) points = judge(rows);
    } catch (error) {
      // One sheet that cannot be read does not stand in the way of another.
      failed ??= error;
    }
    judged.push({ name, points });
    if (
      rows.length > 0 &&
      (!best || points > best.points || (points === best.points && yearOf(name) > yearOf(best.name)))
    )
      best = { name, rows, points };
    if (rows.length > largeList) break;
  }
  if (!best && failed) throw failed instanceof Error ? failed : new Error('no sheet', { cause: failed });
  const order = judged
    .toSorted((a, b) => b.points - a.points || yearOf(b.name) - yearOf(a.name))
    .map(({ name }) => name);
  const others = visible.map(({ name }) => name).filter((name) => !order.includes(name));
  return { sheets: [...order, ...others], sheet: best?.name ?? null, rows: best?.rows ?? [] };
}
