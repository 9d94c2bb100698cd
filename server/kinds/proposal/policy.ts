import type { Audience, FormPurpose } from '../../../forms/types.ts';
import { holds, type Member } from '../../kernel/reach.ts';
import { audienceBy, may, reachBy, type Judged, type Reach } from '../../kernel/rights.ts';
import { proposalRights, type ProposalAction } from './rights.ts';

type Exchange = { from_path: string; from_tier: 1 | 2; to_path: string; sent_at: string | null };

/** What its table of rights is asked of a proposal. */
export const judgedProposal = (proposal: Exchange): Judged => ({
  area: proposal.from_path,
  places: { to: proposal.to_path },
  is: [`from-tier-${proposal.from_tier}`, ...(proposal.sent_at === null ? [] : ['sent'])],
});

export const mayProposal = (actor: Member, action: ProposalAction, proposal: Exchange): boolean =>
  may(proposalRights, actor, action, judgedProposal(proposal));

/** May the actor write and send for this council? */
export const mayProposeFor = (actor: Member, council: { area_path: string; tier: 1 | 2 }): boolean =>
  may(proposalRights, actor, 'add', { area: council.area_path, is: [`from-tier-${council.tier}`] });

/** One way of seeing proposals: those from (or to) councils below these paths, of one tier or any, drafts too or only what was sent. */
export type ProposalReach = { side: 'from' | 'to'; paths: string[]; tier: 1 | 2 | null; sentOnly: boolean };

/** For lists: where the actor sees proposals. */
export const proposalReach = (actor: Member): ProposalReach[] => toReach(reachBy(proposalRights, actor, 'see'));

/** Rows of the table as lists go by them. */
export const toReach = (rows: Reach<string>[]): ProposalReach[] =>
  rows.map(({ at, paths, when = [] }) => ({
    side: at === 'to' ? 'to' : 'from',
    paths,
    tier: ([1, 2] as const).find((tier) => when.includes(`from-tier-${tier}`)) ?? null,
    sentOnly: when.includes('sent'),
  }));

/** In the exchange (`proposal-step`) the receiving council's coordinators are told everything too: their own answers stand there. */
export const proposalAudience = (actor: Member, proposal: Exchange, purpose?: FormPurpose): Audience =>
  purpose === 'proposal-step' && holds(actor, ['tier1'], proposal.to_path)
    ? 'staff'
    : audienceBy(proposalRights, actor, judgedProposal(proposal));
