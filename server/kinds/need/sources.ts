import type { Sources } from '../../../forms/index.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { closedName } from '../../settings/closed-name.ts';
import { codeName } from '../../settings/codes/code-entries.ts';
import { codesOf } from '../../settings/codes/kept-codes.ts';

/** What a record holds already: it stays allowed when it is closed, or lies where the asker does not enter anything new. */
export type HeldChoices = { area: string; types: readonly string[] };

/**
 * Choices for the forms of needs. With `paths`: only areas below them that are open, and types in use, and what is `held`, for
 * answering; without: all, so that an old answer still has its words. What is closed is called so.
 */
export async function needSources(ctx: MunicipalContext, paths?: string[], held?: HeldChoices): Promise<Sources> {
  const areas = await areasOf(ctx);
  const types = await codesOf(ctx, 'service-type');
  const label = (name: string, closed: string | null): string => closedName(ctx.language, name, closed);
  return {
    areas: areas
      .filter(
        (area) =>
          !paths || area.id === held?.area || (!area.closed_at && paths.some((path) => area.path.startsWith(path))),
      )
      .map((area) => ({ value: area.id, label: label(area.name, area.closed_at) })),
    'service-types': types
      .filter((type) => !paths || !type.retired_at || held?.types.includes(type.key))
      .map((type) => ({ value: type.key, label: label(codeName(type, ctx.language), type.retired_at) })),
  };
}
