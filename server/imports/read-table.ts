import { findTable } from './find-table.ts';
import { limits } from './limits.ts';
import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import { TableError, type ReadTable, type TableRow } from './types.ts';

const startsWith = (bytes: Uint8Array, ...magic: number[]) => magic.every((byte, at) => bytes[at] === byte);

/** A workbook locked with a password is an OLE file that holds a stream of this name, in UTF-16. */
const lockedMark = Buffer.from('EncryptedPackage', 'utf16le');

/**
 * Reads a list from CSV (comma, tab or semicolon; UTF-8 or CP932) or .xlsx. What the file is, its content says, never its name.
 * `sheet` picks a sheet of a workbook; otherwise it is the likeliest visible one, by the columns that are known.
 * Throws TableError when the file cannot be read as a table, or holds more than `limits`.
 *
 * Takes as long and as much memory as the file likes, within those limits: never called in a process that serves people.
 */
export async function readTable(
  bytes: Uint8Array,
  fileName: string,
  isKnown: (column: string) => boolean = () => false,
  sheet?: string,
  markedOnly = false,
): Promise<ReadTable> {
  if (bytes.length === 0) throw new TableError('empty', { fileName });
  if (bytes.length > limits.bytes) throw new TableError('tooLarge', { fileName, limitMb: limits.bytes / 1024 / 1024 });
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    throw new TableError(Buffer.from(bytes).includes(lockedMark) ? 'password' : 'oldExcel', { fileName });

  const head = Buffer.from(bytes.subarray(0, 2000)).toString('latin1');
  if (head.includes('mimetypeapplication/vnd.oasis.opendocument')) throw new TableError('openDocument', { fileName });
  if (/^[\s\xef\xbb\xbf]*<(!doctype html|html|table|\?xml)/i.test(head)) throw new TableError('html', { fileName });

  const zipped = startsWith(bytes, 0x50, 0x4b, 0x03, 0x04);
  const { rows, ...source } = zipped
    ? await readXlsx(bytes, fileName, (book) => judge(book, fileName, isKnown), sheet)
    : { ...readCsv(bytes, fileName), sheets: [], sheet: null };
  if (rows.length === 0) throw new TableError('empty', { fileName });
  const table = findTable(rows, fileName, markedOnly);
  if (table.rows.length > limits.rows) throw new TableError('tooManyRows', { fileName, limit: limits.rows });
  return { format: zipped ? 'xlsx' : 'csv', ...source, ...table };
}

/** How likely the rows are the list: by the columns that are known. */
function judge(rows: TableRow[], fileName: string, isKnown: (column: string) => boolean): number {
  try {
    const { columns } = findTable(rows, fileName);
    return 1 + columns.filter(isKnown).length;
  } catch {
    return 0;
  }
}
