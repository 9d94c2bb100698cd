import type { Db } from '../../database/db.ts';
import { readCountedParts, type Part, type Query } from '../../database/parts.ts';
import { inStandings, type Standings } from '../../database/standings.ts';
import { named, namedColumns, type NamedReferral } from './store.ts';

export type WaitingReferral = NamedReferral & { need_urgency: 'low' | 'normal' | 'high' };

/** Of each group the referrals that stand there longest: those of organisations acted for, and those of needs in these areas. */
export async function listWaitingReferrals(
  db: Db,
  municipalityId: string,
  groups: { standings: Standings; organisationIds: string[]; areaIds: string[]; before: string | null }[],
  limit: number,
): Promise<(WaitingReferral & Part)[]> {
  return readCountedParts<WaitingReferral>(
    db,
    groups.map(({ standings, organisationIds, areaIds, before }) => {
      const query = inStandings(named(db), 'referrals', standings)
        .where('referrals.municipality_id', municipalityId)
        .where((any) => any.whereIn('referrals.organisation_id', organisationIds).orWhereIn('needs.area_id', areaIds))
        .orderBy(['referrals.state_since', 'referrals.id'])
        .select([...namedColumns, 'needs.urgency as need_urgency']);
      if (before !== null) query.where('referrals.state_since', '<', before);
      return query;
    }),
    limit,
  );
}

/** Needs of these areas that stand so and came back from a service that refused or stopped: those that stand there longest. */
export async function listCameBack(
  db: Db,
  municipalityId: string,
  areaIds: string[],
  seeking: Standings,
  givenBack: Standings,
  limit: number,
): Promise<{ id: string; number: number; title: string; urgency: 'low' | 'normal' | 'high'; state_since: string }[]> {
  const referrals = inStandings(db('referrals').whereRaw('referrals.need_id = needs.id'), 'referrals', givenBack);
  return inStandings(db('needs').where('needs.municipality_id', municipalityId), 'needs', seeking)
    .whereIn('needs.area_id', areaIds)
    .whereExists(referrals.select('referrals.id'))
    .orderBy(['needs.state_since', 'needs.id'])
    .limit(limit)
    .select('needs.id', 'needs.number', 'needs.title', 'needs.urgency', 'needs.state_since');
}

/** Of these events those of referrals to these organisations. */
export const eventsOfReferrals = (events: Query, organisationIds: string[]): Query =>
  events
    .join('referrals', 'referrals.id', 'events.record_id')
    .join('needs', 'needs.id', 'referrals.need_id')
    .whereIn('referrals.organisation_id', organisationIds)
    .select('needs.title', 'needs.number');
