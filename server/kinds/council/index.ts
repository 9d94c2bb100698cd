/* What other folders may know of this kind. */
export { changeCouncil } from './change-council.ts';
export { changeMember, createMember } from './change-members.ts';
export { createCouncil } from './create-council.ts';
export { evaluateCouncil } from './evaluate-council.ts';
export { councilFacts } from './facts.ts';
export { moveOffices } from './move-offices.ts';
export { findCouncil } from './find-council.ts';
export { coordinates, councilAudience, councilReach, mayCouncil, worksForCouncils } from './policy.ts';
export { RECORDS_MEETING, recordingSteps } from './recording-steps.ts';
export type { RelatedToCouncil } from './related.ts';
export {
  listCouncilMembers,
  listOfficesOf,
  listSeatsOf,
  readCouncil,
  readCouncilMember,
  runsTo,
  tiersStandingAt,
  type CouncilMemberRow,
  type CouncilRow,
} from './store.ts';
export { endSeats, giveBack, succeedTo } from './succeed.ts';
export { tierLines } from './year.ts';
