import type { Sources } from '../../../forms/index.ts';
import type { Language } from '../../../rules/types.ts';
import { listAreas } from '../../store/areas.ts';
import { listCodeEntries } from '../../store/code-entries.ts';
import type { MunicipalContext } from '../context.ts';

export type TypeName = { key: string; name: string };

/** Names of service types, retired ones too (old records still name them). */
export async function serviceTypeNames(
  ctx: MunicipalContext,
  language: Language = ctx.language,
): Promise<Map<string, string>> {
  const entries = await listCodeEntries(ctx.db, ctx.municipality.id, 'service-type');
  return new Map(entries.map((entry) => [entry.key, (language === 'en' ? entry.name_en : null) ?? entry.name_ja]));
}

export const typeName = (names: Map<string, string>, key: string): TypeName => ({ key, name: names.get(key) ?? key });

/**
 * Choices for the forms of needs. With `paths`: only areas below them that are open, and types in use, for answering;
 * without: all, so that an old answer still has its words.
 */
export async function needSources(ctx: MunicipalContext, paths?: string[]): Promise<Sources> {
  const areas = await listAreas(ctx.db, ctx.municipality.id);
  const types = await listCodeEntries(ctx.db, ctx.municipality.id, 'service-type');
  return {
    areas: areas
      .filter((area) => !paths || (!area.closed_at && paths.some((path) => area.path.startsWith(path))))
      .map((area) => ({ value: area.id, label: area.name })),
    'service-types': types
      .filter((type) => !paths || !type.retired_at)
      .map((type) => ({ value: type.key, label: (ctx.language === 'en' ? type.name_en : null) ?? type.name_ja })),
  };
}
