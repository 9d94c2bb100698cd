import { say } from '../../kernel/texts/index.ts';
import { searchedWords, type SearchPart } from '../../records/search.ts';
import { proposalReach } from './policy.ts';
import { searchProposals } from './search-store.ts';

/** Proposals and reports, newest first, by number, title and the councils between which they go. */
export const proposalSearch: SearchPart = {
  key: 'proposal',
  tag: 'proposals',
  search: async (ctx, words, limit) => {
    const reach = proposalReach(ctx.actor).filter(({ paths }) => paths.length > 0);
    if (reach.length === 0) return null;
    const filter = { municipalityId: ctx.municipality.id, reach };
    const { items, total } = await searchProposals(ctx.db, filter, searchedWords(words), limit);
    return {
      items: items.map(({ id, number, title, from_name, to_name }) => ({
        title: `No.${number} ${title}`,
        note: say(ctx.language, 'search.fromTo', { from: from_name, to: to_name }),
        path: `proposals/${id}`,
      })),
      total,
    };
  },
};
