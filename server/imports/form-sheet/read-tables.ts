import { sheetNames, type Table } from '../../../forms/sheet/book.ts';
import { TableError } from '../types.ts';
import { limits } from '../limits.ts';
import { readNamedSheets } from '../read-xlsx.ts';

/** The sheets of a form's workbook, or why the file is none. */
export type Tables = { tables: { name: string; rows: Table }[] } | { error: { code: string; params: object } };

/** More than 500 fields, in choices or texts by language, no form has. */
const MOST_ROWS = 20_000;

/** Takes as long and as much memory as the file likes, within the limits of lists: never called in a process that serves people. */
export async function readTables(bytes: Uint8Array, fileName: string): Promise<Tables> {
  try {
    if (bytes.length === 0) throw new TableError('empty', { fileName });
    if (bytes.length > limits.bytes)
      throw new TableError('tooLarge', { fileName, limitMb: limits.bytes / 1024 / 1024 });
    const tables = await readNamedSheets(bytes, fileName, (name) =>
      sheetNames.some((sheet) => sheet === name.trim().toLowerCase()),
    );
    const long = tables.find(({ rows }) => rows.length > MOST_ROWS);
    if (long) throw new TableError('tooManyRows', { fileName, limit: MOST_ROWS });
    return { tables };
  } catch (error) {
    if (error instanceof TableError) return { error: { code: error.code, params: error.params } };
    throw error;
  }
}
