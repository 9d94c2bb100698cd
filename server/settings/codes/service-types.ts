import type { Language } from '../../../rules/types.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { codeName } from './code-entries.ts';
import { codesOf } from './kept-codes.ts';

export type TypeName = { key: string; name: string };

/** Names of service types, retired ones too (old records still name them). */
export async function serviceTypeNames(
  ctx: MunicipalContext,
  language: Language = ctx.language,
): Promise<Map<string, string>> {
  const entries = await codesOf(ctx, 'service-type');
  return new Map(entries.map((entry) => [entry.key, codeName(entry, language)]));
}

export const typeName = (names: Map<string, string>, key: string): TypeName => ({ key, name: names.get(key) ?? key });
