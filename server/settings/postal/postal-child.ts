import { answerParent } from '../../files/answer-parent.ts';
import { readKenAll } from './read-ken-all.ts';

/** The first line says what is wrong, or `{}`; then one line for each three digits: `[prefix, entries]`. */
await answerParent(async function* answer(input) {
  const read = readKenAll(input);
  if ('fault' in read) return yield JSON.stringify({ fault: read.fault });
  yield '{}';
  for (const pair of Object.entries(read.entries)) yield JSON.stringify(pair);
});
