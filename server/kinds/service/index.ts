/* What other folders may know of this kind. */
export {
  listAreasOfServices,
  listCandidates,
  listOffers,
  readCandidates,
  readOpenCandidates,
  readLatestRankings,
  type CandidateRow,
  type OfferRow,
} from './candidates-store.ts';
export { areasServed, confirmCapacity, createService, moveServices, setFull } from './services.ts';
export { readService } from './store.ts';
