import type { Facts } from '../../../rules/types.ts';
import { dayInJapan, daysBetween } from '../../kernel/clock.ts';
import type { UnmetRow } from '../need/index.ts';
import type { OfferRow } from '../service/index.ts';
import type { DiscussedRow, WatchedCouncil } from './store.ts';

/** Needs received longer ago do not count as a lack of today. */
const WINDOW_DAYS = 90;

/** A municipality's lacks, read once for all of its councils and service types. */
export type Lacks = {
  unmet: UnmetRow[];
  offers: OfferRow[];
  discussions: DiscussedRow[];
  lastSent: Map<string, string>;
  /** By the values that are kept of fields of the intake: the facts that count them, and which needs each counts. */
  counted: { fact: string; needs: ReadonlySet<string> }[];
  today: string;
};

/** Unmet needs of a type below a council's area. */
export const unmetOf = (lacks: Lacks, council: WatchedCouncil, type: string): UnmetRow[] =>
  lacks.unmet.filter((need) => need.type_key === type && need.area_path.startsWith(council.area_path));

/** Facts of the model `area-type`: one council and one service type. */
export function areaTypeFacts(lacks: Lacks, council: WatchedCouncil, type: string): Facts {
  const { today } = lacks;
  const unmet = unmetOf(lacks, council, type);
  const ids = new Set(unmet.map((need) => need.need_id));
  const elsewhere = lacks.unmet.filter(
    (need) => need.type_key === type && !need.area_path.startsWith(council.area_path),
  );
  // A service counts here when it serves the area, something above it, or a part of it.
  const offers = lacks.offers.filter(
    (offer) =>
      offer.type_key === type &&
      (council.area_path.startsWith(offer.area_path) || offer.area_path.startsWith(council.area_path)),
  );
  const meetings = new Map<string, boolean>();
  for (const discussion of lacks.discussions)
    if (discussion.council_id === council.id && ids.has(discussion.need_id))
      meetings.set(discussion.meeting_id, (meetings.get(discussion.meeting_id) ?? false) || Boolean(discussion.plan));
  const lastSent = lacks.lastSent.get(council.id);
  const recent = unmet.filter((need) => daysBetween(need.received_on, today) <= WINDOW_DAYS);
  return {
    ...Object.fromEntries(
      lacks.counted.map(({ fact, needs }) => [fact, recent.filter(({ need_id }) => needs.has(need_id)).length]),
    ),
    'area.unmetSameType': recent.length,
    'area.unmetOldestDays': Math.max(0, ...unmet.map((need) => daysBetween(need.received_on, today))),
    'area.areasWithSameLack': new Set(elsewhere.map((need) => need.area_id)).size,
    'area.services': new Set(offers.map((offer) => offer.service_id)).size,
    'area.servicesWithCapacity': new Set(
      offers.filter((offer) => offer.capacity === 'has').map((offer) => offer.service_id),
    ).size,
    'council.tier': council.tier,
    'council.meetingsDiscussed': meetings.size,
    'council.meetingsDiscussedNoPlan': [...meetings.values()].filter((planned) => !planned).length,
    'need.highUrgency': unmet.filter((need) => need.urgency === 'high').length,
    'need.otherDepartment': unmet.some((need) => (JSON.parse(need.links) as string[]).length > 0),
    ...(lastSent ? { 'council.daysSinceLastProposal': daysBetween(dayInJapan(lastSent), today) } : {}),
  };
}
