/* What other folders may know of this kind. */
export { moveProposals, proposalsOpen } from './move-proposals.ts';
export { mayProposal, proposalReach } from './policy.ts';
export { listProposals, readProposal } from './store.ts';
export { writeProposal } from './write-proposal.ts';
