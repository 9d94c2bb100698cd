import { say } from '../../kernel/texts/index.ts';
import type { SearchPart } from '../../records/search.ts';
import { proposalReach } from './policy.ts';
import { searchProposals } from './search-store.ts';

/** Proposals and reports, newest first, by number, title and the councils between which they go. */
export const proposalSearch: SearchPart = {
  key: 'proposal',
  tag: 'proposals',
  rows: (ctx, words) => {
    const reach = proposalReach(ctx.actor).filter(({ paths }) => paths.length > 0);
    const filter = { municipalityId: ctx.municipality.id, reach };
    return Promise.resolve(reach.length === 0 ? null : { query: searchProposals(ctx.db, filter, words) });
  },
  tell: (ctx, { id, number, title, owner, beside }) => ({
    title: `No.${number} ${title}`,
    note: say(ctx.language, 'search.fromTo', { from: owner, to: beside }),
    path: `proposals/${id}`,
  }),
};
