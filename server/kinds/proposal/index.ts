/* What other folders may know of this kind. */
export { proposalReach } from './policy.ts';
export { listProposals } from './store.ts';
export { writeProposal } from './write-proposal.ts';
