import { may } from '../../kernel/rights.ts';
import { seesRow, type TiePart } from '../../records/ties/tie-parts.ts';
import { judgedProposal } from './policy.ts';
import { proposalRights } from './rights.ts';
import { proposalSearch } from './search.ts';
import { readProposals, type NamedProposal } from './store.ts';

export const proposalTie: TiePart = {
  page: 'proposals',
  search: proposalSearch,
  tell: async (ctx, ids) =>
    (await readProposals(ctx.db, ctx.municipality.id, ids))
      .filter(seesRow(ctx, (row: NamedProposal) => may(proposalRights, ctx.actor, 'see', judgedProposal(row))))
      .map(({ id, number, title }) => ({ id, title: `No.${number} ${title}` })),
};
