import { CsvError, parse, type Options } from 'csv-parse/sync';
import { decodeText, type Encoding } from '../files/decode-text.ts';
import { letter, limits } from './limits.ts';
import { TableError, type TableRow } from './types.ts';

// Stray quotes and lines of differing length are everyday; empty lines are kept, because they count as rows in a spreadsheet.
const options = (delimiter: string): Options => ({
  delimiter,
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: false,
  trim: true,
});

/**
 * How much a sample looks like a table with this delimiter: cells in lines of the usual width, if that is two or more. A quote
 * that is never closed makes one line of all that follows, so the sample may be read without them.
 */
function score(text: Buffer, delimiter: string): { points: number; width: number } {
  let sample: string[][];
  try {
    sample = parse(text, { ...options(delimiter), to: 100 });
  } catch {
    sample = parse(text, { ...options(delimiter), quote: false, to: 100 });
  }
  const widths = new Map<number, number>();
  for (const { length } of sample) widths.set(length, (widths.get(length) ?? 0) + 1);
  const [best] = [...widths]
    .filter(([width]) => width > 1)
    .map(([width, lines]) => ({ points: width * lines, width }))
    .sort((a, b) => b.points - a.points);
  return best ?? { points: 0, width: 1 };
}

/** Lines that begin a quote and never close it; a file with more of them is no table. */
const mostBroken = 100;

/** A record that has swallowed the lines after it: its quote was not closed where it should have been. */
class OpenQuote extends Error {}

/** Has a cell taken in whole lines of the table, each with all its delimiters? */
const hasSwallowed = (record: string[], delimiter: string, width: number): boolean =>
  width > 2 &&
  record.some((cell) =>
    cell
      .split(/\r\n|\n|\r/)
      .slice(1)
      .some((line) => line.split(delimiter).length >= width),
  );

/** The rows of a CSV file that hold something; empty lines count. */
export function readCsv(bytes: Uint8Array, fileName: string): { encoding: Encoding; rows: TableRow[] } {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (!utf16 && bytes.includes(0)) throw new TableError('notTable', { fileName });
  const decoded = decodeText(bytes);
  if (!decoded) throw new TableError('encoding', { fileName });
  const { text, encoding } = decoded;
  if (text.trim() === '') throw new TableError('empty', { fileName });

  const all = Buffer.from(text);
  const [best] = [',', '\t', ';']
    .map((delimiter) => ({ delimiter, ...score(all, delimiter) }))
    .sort((a, b) => b.points - a.points);
  // A list of one column has no delimiter; prose is no list.
  if (!best || (best.points === 0 && !isOneColumn(text))) throw new TableError('notTable', { fileName });
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
  let [from, end, broken] = [0, 0, 0];
  const takeWhole = (record: string[], { bytes: read }: { bytes: number }): null => {
    if (hasSwallowed(record, best.delimiter, best.width)) throw new OpenQuote();
    take(record);
    end = from + read;
    return null;
  };
  for (;;)
    try {
      parse(all.subarray(from), { ...options(best.delimiter), on_record: takeWhole });
      return { encoding, rows };
    } catch (cause) {
      const isOpen = cause instanceof OpenQuote || (cause instanceof CsvError && quoteErrors.includes(cause.code));
      if (!isOpen) throw cause instanceof CsvError ? new TableError('notTable', { fileName }, cause) : cause;
      broken += 1;
      if (broken > mostBroken) throw new TableError('notTable', { fileName }, cause);
      // The line where the quote begins stays out, by its number; the table goes on below it.
      const line = /^[^\r\n]*(\r\n|\n|\r)?/.exec(all.toString('utf8', end, end + longestLine))?.[0] ?? '';
      const kept = rows.length;
      take(line.split(best.delimiter).map((cell) => cell.replaceAll('"', '').trim()));
      const last = rows[kept];
      if (last) last.broken = true;
      from = end + Buffer.byteLength(line);
      end = from;
      if (line === '' || from >= all.length) return { encoding, rows };
    }
}

/** What the parser says of a quote that is closed nowhere, or in the middle of another line. */
const quoteErrors: string[] = [
  'CSV_QUOTE_NOT_CLOSED',
  'CSV_INVALID_CLOSING_QUOTE',
  'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE',
];

/** What is looked at of a line whose quote is never closed, in bytes. */
const longestLine = 100_000;

/** Short lines, several of them, and none of them a sentence. */
function isOneColumn(text: string): boolean {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  return lines.length > 1 && lines.every((line) => line.length <= 100 && !/[。<>{}]/.test(line));
}
