import { mustEdit } from '../../decisions/may.ts';
import type { Installation } from '../../kernel/installation.ts';
import { runOnFile, withRequest, type InShort } from '../run-on-file.ts';
import type { LookedAt } from './columns-child.ts';
import type { ListColumns } from './look-at-columns.ts';

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
  const { answer } = await runOnFile<LookedAt>(
    installation,
    { fileName, language },
    { module: new URL('./columns-child.ts', import.meta.url), ...withRequest({ fileName }, bytes), person },
  );
  return answer;
}
