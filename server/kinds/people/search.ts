import { say } from '../../kernel/texts/index.ts';
import { listPath, type SearchPart } from '../../records/search.ts';
import { searchPeople } from './people.ts';
import { peopleReach } from './policy.ts';

/** Residents, for who may know them. */
export const personSearch: SearchPart = {
  key: 'person',
  tag: 'people',
  search: async (ctx, words, limit) => {
    if (peopleReach(ctx.actor).length === 0) return null;
    const { items, total } = await searchPeople(ctx, { q: words }, { limit });
    return {
      items: items.map(({ id, name, kana, area }) => ({
        title: name,
        note: [kana, area.name].filter(Boolean).join(say(ctx.language, 'search.between')),
        path: `people/${id}`,
      })),
      total,
      list: listPath('people', words),
      shows: items.map(({ id }) => id),
    };
  },
};
