import type { Audience, FormPurpose } from '../../../forms/types.ts';
import type { Role } from '../../kernel/context.ts';
import { holds, reachOf, type Member } from '../../kernel/reach.ts';

const writer = (tier: 1 | 2): Role => (tier === 1 ? 'tier1' : 'tier2');

/** Who writes and sends for a council: its own tier's coordinator, or an administrator. */
export const canWriteProposal = (actor: Member, council: { area_path: string; tier: 1 | 2 }): boolean =>
  holds(actor, ['administrator', writer(council.tier)], council.area_path);

type Exchange = { from_path: string; from_tier: 1 | 2; to_path: string; sent_at: string | null };

/** One way of seeing proposals: those from (or to) councils below these paths, of one tier or any, drafts too or only what was sent. */
export type ProposalReach = { side: 'from' | 'to'; paths: string[]; tier: 1 | 2 | null; sentOnly: boolean };

/**
 * Both sides see the exchange: the sending council's coordinators and administrators from the draft on; its members and
 * the receiving council's coordinators once it has been sent.
 */
export const proposalReach = (actor: Member): ProposalReach[] => [
  { side: 'from', paths: reachOf(actor, ['administrator']), tier: null, sentOnly: false },
  { side: 'from', paths: reachOf(actor, ['tier2']), tier: 2, sentOnly: false },
  { side: 'from', paths: reachOf(actor, ['tier1']), tier: 1, sentOnly: false },
  { side: 'from', paths: reachOf(actor, ['member']), tier: null, sentOnly: true },
  { side: 'to', paths: reachOf(actor, ['tier1']), tier: null, sentOnly: true },
];

export const canReadProposal = (actor: Member, proposal: Exchange): boolean =>
  proposalReach(actor).some((reach) => {
    const path = reach.side === 'from' ? proposal.from_path : proposal.to_path;
    const ofTier = reach.tier === null || reach.tier === proposal.from_tier;
    return (
      ofTier && (!reach.sentOnly || proposal.sent_at !== null) && reach.paths.some((each) => path.startsWith(each))
    );
  });

/**
 * As whom a person is told of it: those who write for the sending council everything; in the exchange (`proposal-step`) the receiving council's
 * coordinators too, whose answers stand there; members of the sending council and the receivers what they may be told.
 */
export function proposalAudience(actor: Member, proposal: Exchange, purpose?: FormPurpose): Audience {
  const receives = holds(actor, ['tier1'], proposal.to_path);
  if (canWriteProposal(actor, { area_path: proposal.from_path, tier: proposal.from_tier })) return 'staff';
  if (receives && purpose === 'proposal-step') return 'staff';
  return [
    ...(receives ? [{ name: 'tier1', consent: true }] : []),
    ...(holds(actor, ['member'], proposal.from_path) ? [{ name: 'members', consent: true }] : []),
  ];
}

/** Roles in a proposal's lifecycle: `tier2` is the sender's coordinator, `tier1` the receiver's, whatever tier the sender is of. */
export function holdsProposalRole(actor: Member, proposal: Exchange, role: Role): boolean {
  if (role === 'tier2') return holds(actor, [writer(proposal.from_tier)], proposal.from_path);
  if (role === 'tier1') return holds(actor, ['tier1'], proposal.to_path);
  return holds(actor, [role], proposal.from_path);
}
