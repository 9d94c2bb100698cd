import { readBook } from '../../../forms/sheet/book.ts';
import { readSheets, type ReadSheets } from '../../../forms/sheet/read-sheet.ts';
import { answerParent } from '../../files/answer-parent.ts';
import { readTables, type Tables } from './read-tables.ts';

/** What is answered: the form that the workbook is, null where it has no sheet of fields, or why it cannot be read. */
export type ReadWorkbook = ReadSheets | { form: null } | Extract<Tables, { error: unknown }>;

/** The first line on standard input is the file's name and how it is read, as JSON; the file follows. */
await answerParent(async function* answer(input) {
  const end = input.indexOf(10);
  const { fileName, how } = JSON.parse(input.toString('utf8', 0, end)) as {
    fileName: string;
    how: Parameters<typeof readSheets>[1];
  };
  const read = await readTables(input.subarray(end + 1), fileName);
  if ('error' in read) return yield JSON.stringify(read satisfies ReadWorkbook);
  const book = readBook(read.tables);
  yield JSON.stringify((book.survey ? readSheets(book, how) : { form: null }) satisfies ReadWorkbook);
});
