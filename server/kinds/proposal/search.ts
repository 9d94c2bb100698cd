import { say } from '../../kernel/texts/index.ts';
import { holdsWords, type SearchPart } from '../../records/search.ts';
import { proposalReach } from './policy.ts';
import { listProposalTitles } from './search-store.ts';

/** Proposals and reports, newest first, by number, title and the councils between which they go. */
export const proposalSearch: SearchPart = {
  key: 'proposal',
  tag: 'proposals',
  search: async (ctx, words, limit) => {
    const reach = proposalReach(ctx.actor).filter(({ paths }) => paths.length > 0);
    if (reach.length === 0) return null;
    const rows = await listProposalTitles(ctx.db, { municipalityId: ctx.municipality.id, reach });
    const holds = holdsWords(words);
    const matching = rows.filter(({ number, title, from_name, to_name }) =>
      holds(`No.${number} ${title} ${from_name} ${to_name}`),
    );
    return {
      items: matching.slice(0, limit).map(({ id, number, title, from_name, to_name }) => ({
        title: `No.${number} ${title}`,
        note: say(ctx.language, 'search.fromTo', { from: from_name, to: to_name }),
        path: `proposals/${id}`,
      })),
      total: matching.length,
    };
  },
};
