/* What other folders may know of this kind. */
export { mayProposal, proposalReach } from './policy.ts';
export { listProposals, readProposal } from './store.ts';
export { writeProposal } from './write-proposal.ts';
