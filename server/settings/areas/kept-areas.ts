import type { MunicipalContext } from '../../kernel/context.ts';
import { recall } from '../../kernel/memory.ts';
import { listAreas, type AreaRow } from './store.ts';

/** The municipality's areas, parents before children, siblings by position and kana; from memory where they are kept. */
export const areasOf = (ctx: MunicipalContext): Promise<readonly Readonly<AreaRow>[]> =>
  recall(ctx, 'areas', () => listAreas(ctx.db, ctx.municipality.id));
