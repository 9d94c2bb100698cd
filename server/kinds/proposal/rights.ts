import type { Action, Rights } from '../../kernel/rights.ts';

export type ProposalAction = Exclude<Action, 'export'>;

/**
 * Both sides see the exchange: the sending council's coordinator of its own tier, and administrators, from the draft on, which they
 * write; its members and the receiving council's coordinators (`at: 'to'`) once it has been sent. In workflows `tier2` is the
 * sender's coordinator, whatever tier the sender is of, and `tier1` the receiver's.
 */
export const proposalRights: Rights<ProposalAction> = [
  { roles: ['administrator'], may: ['see', 'names', 'add', 'change', 'step'] },
  { roles: ['tier2'], when: ['from-tier-2'], may: ['see', 'names', 'add', 'change', 'step'] },
  { roles: ['tier1'], when: ['from-tier-1'], may: ['see', 'names', 'add', 'change', 'step'], as: 'tier2' },
  { roles: ['member'], when: ['sent'], may: ['see'] },
  { roles: ['member'], may: ['step'], told: 'members' },
  { roles: ['tier1'], at: 'to', when: ['sent'], may: ['see'] },
  { roles: ['tier1'], at: 'to', may: ['step'], told: 'tier1' },
  { roles: ['centre', 'provider'], may: ['step'] },
];
