import { answerParent } from '../../files/answer-parent.ts';
import { readTables } from './read-tables.ts';

/** The first line on standard input is the file's name as JSON; the file follows. */
await answerParent(async function* answer(input) {
  const end = input.indexOf(10);
  const fileName = JSON.parse(input.toString('utf8', 0, end)) as string;
  yield JSON.stringify(await readTables(input.subarray(end + 1), fileName));
});
