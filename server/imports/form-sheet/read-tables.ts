import { sheetNames, type Table } from '../../../forms/sheet/book.ts';
import { definitionLimits } from '../../definitions/definition-limits.ts';
import { TableError } from '../types.ts';
import { limits } from '../limits.ts';
import { readNamedSheets } from '../read-xlsx.ts';

/** The sheets of a form's workbook, or why the file is none. */
export type Tables = { tables: { name: string; rows: Table }[] } | { error: { code: string; params: object } };

/** In choices, texts and rules: no form has more. */
const MOST_ROWS = 20_000;
/** The names of the columns, and of each field, which may be a group, a row where it begins and one where it ends. */
const MOST_SURVEY_ROWS = 2 * definitionLimits.form.fields + 1;

/** Takes as long and as much memory as the file likes, within the limits of lists: never called in a process that serves people. */
export async function readTables(bytes: Uint8Array, fileName: string): Promise<Tables> {
  try {
    if (bytes.length === 0) throw new TableError('empty', { fileName });
    if (bytes.length > limits.bytes)
      throw new TableError('tooLarge', { fileName, limitMb: limits.bytes / 1024 / 1024 });
    const tables = await readNamedSheets(bytes, fileName, (name) =>
      sheetNames.some((sheet) => sheet === name.trim().toLowerCase()),
    );
    for (const { name, rows } of tables) {
      const limit = name.trim().toLowerCase() === 'survey' ? MOST_SURVEY_ROWS : MOST_ROWS;
      if (rows.length > limit) throw new TableError('tooManyRows', { fileName, limit });
    }
    return { tables };
  } catch (error) {
    if (error instanceof TableError) return { error: { code: error.code, params: error.params } };
    throw error;
  }
}
