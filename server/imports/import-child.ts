import { answerParent } from '../files/answer-parent.ts';
import type { ListPlanner } from './import-kind.ts';
import { planFile, type FileTask } from './plan-file.ts';

/** The first line on standard input; so many lines of items follow, then the file. `planner` is the address of the kind's module. */
export type ChildHeader = { task: FileTask; planner: string; existing: object; lines: number };

await answerParent(async function* answer(input) {
  let at = 0;
  const readLine = (): unknown => {
    const end = input.indexOf(10, at);
    const value: unknown = JSON.parse(input.toString('utf8', at, end));
    at = end + 1;
    return value;
  };
  const { task, planner, existing, lines } = readLine() as ChildHeader;
  const items: unknown[] = [];
  for (let line = 0; line < lines; line++) items.push(...(readLine() as unknown[]));
  const module = (await import(planner)) as { planner: ListPlanner<object> };
  for await (const part of planFile(module.planner, task, { ...existing, items }, input.subarray(at)))
    yield JSON.stringify(part);
});
