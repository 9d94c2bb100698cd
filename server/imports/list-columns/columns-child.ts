import { answerParent } from '../../files/answer-parent.ts';
import { readTable } from '../read-table.ts';
import { TableError, type TableErrorCode } from '../types.ts';
import { lookAtColumns, type ListColumns } from './look-at-columns.ts';

/** What is answered: what stands in the columns, or why the list cannot be read. */
export type LookedAt = ListColumns | { error: { code: TableErrorCode; params: TableError['params'] } };

/** The first line on standard input is the file's name as JSON; the file follows. */
await answerParent(async function* answer(input) {
  const end = input.indexOf(10);
  const { fileName } = JSON.parse(input.toString('utf8', 0, end)) as { fileName: string };
  try {
    yield JSON.stringify(lookAtColumns(await readTable(input.subarray(end + 1), fileName)) satisfies LookedAt);
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    yield JSON.stringify({ error: { code: error.code, params: error.params } } satisfies LookedAt);
  }
});
