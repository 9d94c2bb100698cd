import { mustEdit } from '../../decisions/may.ts';
import { childLimits } from '../../files/child-limits.ts';
import { ChildFailed, runInChild } from '../../files/run-in-child.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { invalid } from '../../kernel/errors.ts';
import type { Installation } from '../../kernel/installation.ts';
import { say } from '../../kernel/texts/index.ts';
import type { LookedAt } from './columns-child.ts';
import type { ListColumns } from './look-at-columns.ts';

/** Runs a piece of work that only reads in a transaction of its own, as the asker. */
type InShort = <T>(work: (ctx: MunicipalContext) => Promise<T>, how: 'reads') => Promise<T>;

/**
 * What stands in the columns of a list, for a register that is made of it; saves nothing. It is read outside of any transaction in a child process, once it
 * is clear that the asker may make one. Throws invalid, in words.
 */
export async function readListColumns(
  installation: Installation,
  inShort: InShort,
  { fileName }: { fileName: string },
  bytes: Uint8Array,
): Promise<ListColumns> {
  const { language, person } = await inShort(async (ctx) => {
    await mustEdit(ctx);
    return { language: ctx.language, person: ctx.actor.id };
  }, 'reads');
  const unusable = (code: string, params: object) =>
    invalid([{ path: '/file', code, message: say(language, `imports.file.${code}`, { fileName, ...params }) }]);
  const head = Buffer.from(`${JSON.stringify({ fileName })}\n`);
  let lines: Buffer[];
  try {
    lines = await runInChild({
      module: new URL('./columns-child.ts', import.meta.url),
      input: [head, bytes],
      bytes: head.length + bytes.length,
      person,
    });
  } catch (error) {
    if (!(error instanceof ChildFailed)) throw error;
    if (error.reason === 'died')
      installation.log.error({ ...error.end }, 'a list could not be read: the child process ended');
    throw unusable(error.reason, { seconds: childLimits.ms / 1000, limitMb: childLimits.memoryMb });
  }
  const answer = JSON.parse(lines[0]?.toString('utf8') ?? 'null') as LookedAt;
  if ('error' in answer) throw unusable(answer.error.code, answer.error.params);
  return answer;
}
