import { listPath, type SearchPart } from '../../records/search.ts';
import { searchOrganisations } from './organisations.ts';

/** The directory, which is open to everybody of the municipality. */
export const organisationSearch: SearchPart = {
  key: 'organisation',
  tag: 'organisations',
  search: async (ctx, words, limit) => {
    const { items, total } = await searchOrganisations(ctx, { q: words }, { limit });
    return {
      items: items.map(({ row, kindName }) => ({
        title: row.name,
        note: kindName,
        path: `services/organisations/${row.id}`,
      })),
      total,
      list: listPath('services/organisations', words),
    };
  },
};
