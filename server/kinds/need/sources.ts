import type { Held, Sources } from '../../../forms/index.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { areaChoices, typeChoices } from '../../settings/choices.ts';

/**
 * Choices for the forms of needs. With `paths`: only areas below them, and what is `held` (it stays allowed when it is closed, or lies
 * where the asker does not enter anything new); without: all, so that an old answer still has its words.
 */
export async function needSources(ctx: MunicipalContext, paths?: string[], held?: Held): Promise<Sources> {
  return {
    areas: await areaChoices(ctx, (path) => !paths || paths.some((each) => path.startsWith(each)), held),
    'service-types': await typeChoices(ctx, held),
  };
}
