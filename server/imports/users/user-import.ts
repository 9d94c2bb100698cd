import { AppError } from '../../kernel/errors.ts';
import { listAreas } from '../../settings/areas/store.ts';
import { createUser } from '../../settings/users/users.ts';
import { entriesAgainst, makeEntries } from '../entries.ts';
import type { ImportKind } from '../import-kind.ts';
import type { KnownPeople, UserEntry } from './planner.ts';
import { listBodies, listEmails } from './users-store.ts';

/** Lists of who is to work with the product: each is invited, as if one by one. */
export const userImport: ImportKind = {
  key: 'users',
  planner: new URL('./planner.ts', import.meta.url),
  page: 'settings/users',
  roles: ['administrator'],
  ...entriesAgainst(async (ctx): Promise<KnownPeople> => ({
    emails: await listEmails(ctx.db, ctx.municipality.id),
    organisations: await listBodies(ctx.db, ctx.municipality.id),
    areas: (await listAreas(ctx.db, ctx.municipality.id))
      .filter(({ closed_at }) => closed_at === null)
      .map(({ id, name, parent_id }) => ({ id, name, root: parent_id === null })),
  })),
  apply: async (ctx, _importId, batches, { mail }) => {
    // As each invitation by itself: see `person` of routes.
    if (ctx.token) throw new AppError('not-allowed', 'tokenOwn');
    return makeEntries(batches, async (values) => {
      const { email, name, nameKana, ...membership } = values as UserEntry;
      const input = { email, name, nameKana, language: 'ja' as const, memberships: [{ ...membership, endsOn: null }] };
      return (await createUser(ctx, input, { mail })).user.id;
    });
  },
  undo: null,
};
