import { say } from '../../kernel/texts/index.ts';
import { listPath, type SearchPart } from '../../records/search.ts';
import { listCouncilsSeen } from './list-councils.ts';
import { councilReach } from './policy.ts';

export const councilSearch: SearchPart = {
  key: 'council',
  tag: 'councils',
  search: async (ctx, words, limit) => {
    if (councilReach(ctx.actor).length === 0) return null;
    const { items, total } = await listCouncilsSeen(ctx, { q: words }, { limit });
    return {
      items: items.map(({ row, standing }) => ({
        title: row.local_name ?? row.name,
        note: [row.local_name === null ? row.area_name : row.name, standing.name].join(
          say(ctx.language, 'search.between'),
        ),
        path: `councils/${row.id}`,
      })),
      total,
      list: listPath('councils', words),
    };
  },
};
