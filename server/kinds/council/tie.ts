import { closedName } from '../../settings/closed-name.ts';
import { seesRow, type TiePart } from '../../records/ties/tie-parts.ts';
import { mayCouncil } from './policy.ts';
import { councilSearch } from './search.ts';
import { readCouncils, type CouncilRow } from './store.ts';

export const councilTie: TiePart = {
  page: 'councils',
  search: councilSearch,
  tell: async (ctx, ids) =>
    (await readCouncils(ctx.db, ctx.municipality.id, ids))
      .filter(seesRow(ctx, (council: CouncilRow) => mayCouncil(ctx.actor, 'see', council)))
      .map((council) => ({
        id: council.id,
        title: closedName(ctx.language, council.local_name ?? council.name, council.closed_at),
        isClosed: council.closed_at !== null,
      })),
};
