import { say } from '../../kernel/texts/index.ts';
import { listPath, type SearchPart } from '../../records/search.ts';
import { searchServices } from './services.ts';

/** The directory, which is open to everybody of the municipality. */
export const serviceSearch: SearchPart = {
  key: 'service',
  tag: 'services',
  search: async (ctx, words, limit) => {
    const { items, total } = await searchServices(ctx, { q: words }, { limit });
    return {
      items: items.map(({ row, typeName }) => ({
        title: row.name,
        note: [row.organisation_name, typeName].join(say(ctx.language, 'search.between')),
        path: `services/${row.id}`,
      })),
      total,
      list: listPath('services', words),
    };
  },
};
