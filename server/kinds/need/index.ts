/* What other folders may know of this kind. */
export {
  canHearOfNeed,
  mayNeed,
  consentsTo,
  needAudience,
  needHearing,
  needReach,
  readsPlan,
  type ConsentedNeed,
} from './policy.ts';
export { moveNeeds } from './move-needs.ts';
export {
  explainRanked,
  latestRanking,
  makeRanking,
  nextCandidates,
  prepareFacts,
  presentRanking,
  rankServices,
  whyLeftOut,
  type Ranking,
} from './rank-services.ts';
export type { RelatedToNeed } from './related.ts';
export { unmetStandings } from './standings.ts';
export { needSources } from './sources.ts';
export {
  countNeeds,
  findNeedIds,
  listNeedTypes,
  listNeeds,
  listUnmet,
  readNeed,
  readNeeds,
  readUrgencyRaised,
  type PlacedNeed,
  type UnmetRow,
} from './store.ts';
export { takeInCommunityNeed } from './take-in-community-need.ts';
export { takeInNeed } from './take-in-need.ts';
