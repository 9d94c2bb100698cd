import { closedName } from '../../settings/closed-name.ts';
import type { TiePart } from '../../records/ties/tie-parts.ts';
import { serviceSearch } from './search.ts';
import { readServices } from './store.ts';

/** The directory is open to everybody of the municipality. */
export const serviceTie: TiePart = {
  page: 'services',
  search: serviceSearch,
  tell: async (ctx, ids) =>
    (await readServices(ctx.db, ctx.municipality.id, ids)).map((row) => {
      const closedAt = row.closed_at ?? row.organisation_closed_at;
      return { id: row.id, title: closedName(ctx.language, row.name, closedAt), isClosed: closedAt !== null };
    }),
};
