import type { Sources } from '../../../forms/index.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { codesOf } from '../../settings/codes/kept-codes.ts';

/**
 * Choices for the forms of needs. With `paths`: only areas below them that are open, and types in use, for answering;
 * without: all, so that an old answer still has its words.
 */
export async function needSources(ctx: MunicipalContext, paths?: string[]): Promise<Sources> {
  const areas = await areasOf(ctx);
  const types = await codesOf(ctx, 'service-type');
  return {
    areas: areas
      .filter((area) => !paths || (!area.closed_at && paths.some((path) => area.path.startsWith(path))))
      .map((area) => ({ value: area.id, label: area.name })),
    'service-types': types
      .filter((type) => !paths || !type.retired_at)
      .map((type) => ({ value: type.key, label: (ctx.language === 'en' ? type.name_en : null) ?? type.name_ja })),
  };
}
