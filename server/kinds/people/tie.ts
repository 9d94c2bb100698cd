import { seesRow, type TiePart } from '../../records/ties/tie-parts.ts';
import { mayPerson } from './policy.ts';
import { personSearch } from './search.ts';
import { readPeople, type PlacedPerson } from './store.ts';

/** Residents, for who may know them. */
export const personTie: TiePart = {
  page: 'people',
  search: personSearch,
  ofResident: true,
  tell: async (ctx, ids) =>
    (await readPeople(ctx.db, ctx.municipality.id, ids))
      .filter(seesRow(ctx, (person: PlacedPerson) => mayPerson(ctx.actor, 'see', person.area_path)))
      .map(({ id, name, erased_at }) => ({ id, title: name, isClosed: erased_at !== null })),
};
