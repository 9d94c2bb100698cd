import type { Facts } from '../../../rules/types.ts';
import { daysBetween } from '../../kernel/clock.ts';
import type { CandidateRow } from '../service/index.ts';
import type { ReferralHistory } from './related.ts';
import type { NeedRow } from './store.ts';

/** What is known of a need for ranking services. */
export type NeedToMatch = Pick<NeedRow, 'scope' | 'urgency' | 'consent' | 'links'> & {
  types: string[];
  area_path: string;
};

/** What is known around a service: where it serves, and how its referrals went. */
export type ServiceHistory = ReferralHistory & { areas: { path: string }[] };

const parentOf = (path: string): string => path.replace(/[^/]+\/$/, '');

/** 0: the service serves the need's area (by itself or from above); 1: an area beside or below it; 2: elsewhere. */
export function areaDistance(needPath: string, servedPaths: string[]): 0 | 1 | 2 {
  if (servedPaths.some((path) => needPath.startsWith(path))) return 0;
  const near = servedPaths.some((path) => parentOf(path) === parentOf(needPath) || path.startsWith(needPath));
  return near ? 1 : 2;
}

/** Facts of the model `need-service`: one need and one service that may answer it. */
export function needServiceFacts(
  need: NeedToMatch,
  service: CandidateRow,
  history: ServiceHistory,
  today: string,
): Facts {
  const distance = areaDistance(
    need.area_path,
    history.areas.map((area) => area.path),
  );
  const days = (JSON.parse(service.days) as string[]).filter((day) => day !== 'holiday');
  return {
    'need.scope': need.scope,
    'need.urgency': need.urgency,
    'need.types': need.types,
    'need.links': JSON.parse(need.links) as string[],
    'need.consentGiven': need.consent !== 'not-given',
    'service.type': service.type_key,
    'service.capacity': service.capacity,
    ...(service.fee_yen === null ? {} : { 'service.feeYen': service.fee_yen }),
    ...(service.capacity_confirmed_on === null
      ? {}
      : { 'service.daysSinceConfirmed': Math.max(0, daysBetween(service.capacity_confirmed_on, today)) }),
    ...(days.length === 0 ? {} : { 'service.openDays': days.length }),
    'match.type': need.types.includes(service.type_key),
    'match.area': distance === 0,
    'match.areaDistance': distance,
    'match.urgency': (JSON.parse(service.urgencies) as string[]).includes(need.urgency),
    'match.refusedBefore': history.refused,
    'match.activeReferrals': history.open,
    'match.completedBefore': history.completed,
  };
}
