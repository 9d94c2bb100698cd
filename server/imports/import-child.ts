import { answerParent } from '../files/answer-parent.ts';
import type { ExistingNames } from './load-existing.ts';
import { planFile, type FileTask } from './plan-file.ts';
import type { ExistingService } from './types.ts';

/** The first line on standard input; so many lines of services follow, then the file. */
export type ChildHeader = { task: FileTask; existing: ExistingNames; lines: number };

await answerParent(async function* answer(input) {
  let at = 0;
  const readLine = (): unknown => {
    const end = input.indexOf(10, at);
    const value: unknown = JSON.parse(input.toString('utf8', at, end));
    at = end + 1;
    return value;
  };
  const { task, existing, lines } = readLine() as ChildHeader;
  const services: ExistingService[] = [];
  for (let line = 0; line < lines; line++) services.push(...(readLine() as ExistingService[]));
  for await (const part of planFile(task, { ...existing, services }, input.subarray(at))) yield JSON.stringify(part);
});
