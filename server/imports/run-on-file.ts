import type { Language } from '../../rules/types.ts';
import { childLimits } from '../files/child-limits.ts';
import { ChildFailed, runInChild, type ChildJob } from '../files/run-in-child.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { invalid } from '../kernel/errors.ts';
import type { Installation } from '../kernel/installation.ts';
import { say } from '../kernel/texts/index.ts';

/** Runs a piece of work that only reads in a transaction of its own, as the asker. */
export type InShort = <T>(work: (ctx: MunicipalContext) => Promise<T>, how: 'reads') => Promise<T>;

/** What a child answers first where it cannot read the file: a code of `imports.file`. */
export type Unreadable = { error: { code: string; params: object } };

/**
 * Has a child process read a file that was handed in; answers its first line, and the others as they came. Throws invalid at `/file`, in
 * words, where the child says that it cannot read it, or is too slow, too large or dies of it (which is logged).
 */
export async function runOnFile<Answer extends object>(
  { log }: Pick<Installation, 'log'>,
  { fileName, language }: { fileName: string; language: Language },
  job: ChildJob,
): Promise<{ answer: Exclude<Answer, Unreadable>; others: Buffer[] }> {
  const unusable = (code: string, params: object) =>
    invalid([{ path: '/file', code, message: say(language, `imports.file.${code}`, { fileName, ...params }) }]);
  let lines: Buffer[];
  try {
    lines = await runInChild(job);
  } catch (error) {
    if (!(error instanceof ChildFailed)) throw error;
    if (error.reason === 'died') log.error({ ...error.end }, 'a file could not be read: the child process ended');
    throw unusable(error.reason, { seconds: childLimits.ms / 1000, limitMb: childLimits.memoryMb });
  }
  const [first, ...others] = lines;
  const answer = JSON.parse(first?.toString('utf8') ?? 'null') as Answer | Unreadable;
  if ('error' in answer) throw unusable(answer.error.code, answer.error.params);
  return { answer: answer as Exclude<Answer, Unreadable>, others };
}

/** What a child is sent that takes one file: how it is to be read, in a line, and the file. */
export function withRequest(request: object, bytes: Uint8Array): Pick<ChildJob, 'input' | 'bytes'> {
  const head = Buffer.from(`${JSON.stringify(request)}\n`);
  return { input: [head, bytes], bytes: head.length + bytes.length };
}
