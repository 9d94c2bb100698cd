import { CsvError, parse, type Options } from 'csv-parse/sync';
import { decodeText, type Encoding } from '../files/decode-text.ts';
import { letter, limits } from './limits.ts';
import { TableError, type TableRow } from './types.ts';

// Stray quotes and lines of differing length are everyday; empty lines are kept, because they count as rows in a spreadsheet.
const options = (delimiter: string): Options => ({
  delimiter,
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: false,
  trim: true,
});

/** How much a sample looks like a table with this delimiter: cells in lines of the usual width, if that is two or more. */
function score(text: string, delimiter: string): number {
  let sample: string[][];
  try {
    sample = parse(text, { ...options(delimiter), to: 100 });
  } catch {
    return 0;
  }
  const widths = new Map<number, number>();
  for (const { length } of sample) widths.set(length, (widths.get(length) ?? 0) + 1);
  return Math.max(0, ...[...widths].filter(([width]) => width > 1).map(([width, lines]) => width * lines));
}

/** The rows of a CSV file that hold something; empty lines count. */
export function readCsv(bytes: Uint8Array, fileName: string): { encoding: Encoding; rows: TableRow[] } {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (!utf16 && bytes.includes(0)) throw new TableError('notTable', { fileName });
  const decoded = decodeText(bytes);
  if (!decoded) throw new TableError('encoding', { fileName });
  const { text, encoding } = decoded;
  if (text.trim() === '') throw new TableError('empty', { fileName });

  const [best] = [',', '\t', ';']
    .map((delimiter) => ({ delimiter, points: score(text, delimiter) }))
    .sort((a, b) => b.points - a.points);
  if (!best || best.points === 0) throw new TableError('notTable', { fileName });
  const rows: TableRow[] = [];
  let [row, cellsLeft] = [0, limits.cells];
  // Each record is looked at as it comes and none is left with the parser, so that too much is found before it is all there.
  const take = (record: string[]): null => {
    row += 1;
    const cells = record.slice(0, record.findLastIndex((cell) => cell !== '') + 1);
    if (cells.length === 0) return null;
    if (rows.length > limits.rows && row > limits.sheetRows)
      throw new TableError('tooManyRows', { fileName, limit: limits.rows });
    if (cells.length > limits.columns || row > limits.sheetRows)
      throw new TableError('farCell', {
        fileName,
        cell: `${letter(cells.length - 1)}${row}`,
        rows: limits.sheetRows,
        columns: limits.columns,
      });
    cellsLeft -= cells.length;
    if (cellsLeft < 0) throw new TableError('tooManyCells', { fileName, sheet: '', limit: limits.cells });
    rows.push({ row, cells: cells.map((cell) => cell.replace(/\r\n?/g, '\n').trim()) });
    return null;
  };
  try {
    parse(text, { ...options(best.delimiter), on_record: take });
    return { encoding, rows };
  } catch (cause) {
    if (cause instanceof CsvError) throw new TableError('notTable', { fileName }, cause);
    throw cause;
  }
}
