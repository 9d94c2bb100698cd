import type { MunicipalContext } from '../../kernel/context.ts';
import { codeName } from '../../settings/codes/code-entries.ts';
import { codesOf } from '../../settings/codes/kept-codes.ts';

/** What a meeting is called that nobody gave a title: by its kind, in Japanese, because it is stored. */
export async function kindName(ctx: MunicipalContext, kind: string): Promise<string> {
  const entry = (await codesOf(ctx, 'meeting-kind')).find(({ key }) => key === kind);
  return entry ? codeName(entry, 'ja') : kind;
}
