import type { RelatedToCouncil } from '../council/index.ts';
import type { RelatedToFinding } from '../finding/index.ts';
import { mayProposeFor, proposalReach } from './policy.ts';
import { countProposals } from './store.ts';

export const proposalsOfCouncils: Pick<RelatedToCouncil, 'countProposals'> = {
  countProposals: (ctx, councilId) =>
    countProposals(ctx.db, { municipalityId: ctx.municipality.id, reach: proposalReach(ctx.actor), councilId }),
};

export const proposalsOfFindings: RelatedToFinding = { mayPropose: mayProposeFor };
