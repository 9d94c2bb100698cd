/* What other folders may know of this kind. */
export { evaluateEscalation, evaluateWatch, readLacks } from './evaluate-findings.ts';
export { areaTypeFacts } from './facts.ts';
export { findingById, listFindings } from './findings.ts';
export { mayFinding } from './policy.ts';
export type { RelatedToFinding } from './related.ts';
export {
  listCandidatesOf,
  listDiscussions,
  listFindingNeeds,
  listWatchedCouncils,
  readFinding,
  updateFinding,
  type NamedFinding,
  type WatchedCouncil,
} from './store.ts';
