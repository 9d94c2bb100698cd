import { say } from '../../kernel/texts/index.ts';
import { listPath, type SearchPart } from '../../records/search.ts';
import { searchCouncils, standingOf } from './list-councils.ts';
import { councilReach } from './policy.ts';

export const councilSearch: SearchPart = {
  key: 'council',
  tag: 'councils',
  search: async (ctx, words, limit) => {
    if (councilReach(ctx.actor).length === 0) return null;
    const { items: rows, total } = await searchCouncils(ctx, { q: words }, { limit });
    const items = [];
    for (const row of rows) {
      const { name } = await standingOf(ctx, row);
      items.push({
        title: row.local_name ?? row.name,
        note: [row.local_name === null ? row.area_name : row.name, name].join(say(ctx.language, 'search.between')),
        path: `councils/${row.id}`,
      });
    }
    return {
      items,
      total,
      list: listPath('councils', words),
    };
  },
};
