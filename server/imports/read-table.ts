import { findTable } from './find-table.ts';
import { limits } from './limits.ts';
import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import { TableError, type ReadTable } from './types.ts';

const startsWith = (bytes: Uint8Array, ...magic: number[]) => magic.every((byte, at) => bytes[at] === byte);

/** A workbook locked with a password is an OLE file that holds a stream of this name, in UTF-16. */
const lockedMark = Buffer.from('EncryptedPackage', 'utf16le');

/**
 * Reads a list from CSV (comma, tab or semicolon; UTF-8 or CP932) or .xlsx. What the file is, its content says, never its name.
 * `sheet` picks a sheet of a workbook; otherwise the first visible one that holds anything.
 * Throws TableError when the file cannot be read as a table, or holds more than `limits`.
 *
 * Takes as long and as much memory as the file likes, within those limits: never called in a process that serves people.
 */
export async function readTable(bytes: Uint8Array, fileName: string, sheet?: string): Promise<ReadTable> {
  if (bytes.length === 0) throw new TableError('empty', { fileName });
  if (bytes.length > limits.bytes) throw new TableError('tooLarge', { fileName, limitMb: limits.bytes / 1024 / 1024 });
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    throw new TableError(Buffer.from(bytes).includes(lockedMark) ? 'password' : 'oldExcel', { fileName });

  const zipped = startsWith(bytes, 0x50, 0x4b, 0x03, 0x04);
  const { rows, ...source } = zipped
    ? await readXlsx(bytes, fileName, sheet)
    : { ...readCsv(bytes, fileName), sheets: [] };
  if (rows.length === 0) throw new TableError('empty', { fileName });
  const table = findTable(rows, fileName);
  if (table.rows.length > limits.rows) throw new TableError('tooManyRows', { fileName, limit: limits.rows });
  return { format: zipped ? 'xlsx' : 'csv', ...source, ...table };
}
