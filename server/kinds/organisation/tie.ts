import { closedName } from '../../settings/closed-name.ts';
import type { TiePart } from '../../records/ties/tie-parts.ts';
import { organisationSearch } from './search.ts';
import { readOrganisations } from './store.ts';

/** The directory is open to everybody of the municipality. */
export const organisationTie: TiePart = {
  page: 'services/organisations',
  search: organisationSearch,
  tell: async (ctx, ids) =>
    (await readOrganisations(ctx.db, ctx.municipality.id, ids)).map(({ id, name, closed_at }) => ({
      id,
      title: closedName(ctx.language, name, closed_at),
      isClosed: closed_at !== null,
    })),
};
