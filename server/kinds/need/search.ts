import { say } from '../../kernel/texts/index.ts';
import { listPath, type SearchPart } from '../../records/search.ts';
import { listNeeds } from './list-needs.ts';
import { needReach } from './policy.ts';

export const needSearch: SearchPart = {
  key: 'need',
  tag: 'needs',
  search: async (ctx, words, limit) => {
    if (needReach(ctx.actor).length === 0) return null;
    const { items, total } = await listNeeds(ctx, { q: words, sort: 'newest' }, { limit });
    return {
      items: items.map(({ id, number, title, residentName, area, standing }) => ({
        title: `No.${number} ${title}`,
        note: [residentName, area.name, standing.name].filter(Boolean).join(say(ctx.language, 'search.between')),
        path: `needs/${id}`,
      })),
      total,
      list: listPath('needs', words),
      shows: items.map(({ id }) => id),
    };
  },
};
