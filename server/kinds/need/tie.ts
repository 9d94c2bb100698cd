import { seesRow, type TiePart } from '../../records/ties/tie-parts.ts';
import { mayNeed } from './policy.ts';
import { needSearch } from './search.ts';
import { readNeeds, type PlacedNeed } from './store.ts';

/** Number and title, never whom it is about. */
export const needTie: TiePart = {
  page: 'needs',
  search: needSearch,
  ofResident: true,
  tell: async (ctx, ids) =>
    (await readNeeds(ctx.db, ids))
      .filter(({ municipality_id: municipality }) => municipality === ctx.municipality.id)
      .filter(seesRow(ctx, (need: PlacedNeed) => mayNeed(ctx.actor, 'see', need)))
      .map(({ id, number, title }) => ({ id, title: `No.${number} ${title}` })),
};
