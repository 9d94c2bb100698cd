import type { Language } from '../../../rules/types.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { closedName } from '../closed-name.ts';
import { codeName } from './code-entries.ts';
import { codesOf } from './kept-codes.ts';

export type TypeName = { key: string; name: string };

/** Names of service types, retired ones too (old records still name them), which say so. */
export async function serviceTypeNames(
  ctx: MunicipalContext,
  language: Language = ctx.language,
): Promise<Map<string, string>> {
  const entries = await codesOf(ctx, 'service-type');
  return new Map(
    entries.map((entry) => [entry.key, closedName(language, codeName(entry, language), entry.retired_at)]),
  );
}

export const typeName = (names: Map<string, string>, key: string): TypeName => ({ key, name: names.get(key) ?? key });
