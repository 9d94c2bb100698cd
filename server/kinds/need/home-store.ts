import type { Db } from '../../database/db.ts';
import { below, readCountedParts, type Part, type Query } from '../../database/parts.ts';
import { inStandings, type Standings } from '../../database/standings.ts';
import { placedColumns, type PlacedNeed } from './store.ts';

/** Of each group the needs that were received first: all of some areas, the community's alone of others. */
export async function listWaitingNeeds(
  db: Db,
  municipalityId: string,
  groups: { standings: Standings; areaIds: string[]; communityAreaIds: string[]; before: string | null }[],
  limit: number,
): Promise<(PlacedNeed & Part)[]> {
  const ordered = ['needs.received_on', 'needs.number'];
  return readCountedParts<PlacedNeed>(
    db,
    groups.map(({ standings, areaIds, communityAreaIds, before }) => {
      const query = db('needs')
        .where('needs.municipality_id', municipalityId)
        .where((any) => {
          any.whereIn('needs.area_id', areaIds);
          if (communityAreaIds.length > 0)
            any.orWhere((query) => query.whereIn('needs.area_id', communityAreaIds).where('needs.scope', 'community'));
        });
      if (before !== null) query.where('needs.state_since', '<', before);
      return inStandings(query, 'needs', standings);
    }),
    limit,
    // All that is asked of a need, and its number, stand in one index: only those that are shown are read.
    (query) =>
      db('needs')
        .join('areas', 'areas.id', 'needs.area_id')
        .where('needs.municipality_id', municipalityId)
        .whereIn('needs.number', query.clone().orderBy(ordered).limit(limit).select('needs.number'))
        .orderBy(ordered)
        .select(placedColumns),
  );
}

/** Of these events those of needs below these paths, or of the community's below others. */
export const eventsOfNeeds = (events: Query, paths: string[], communityPaths: string[]): Query =>
  events
    .join('needs', 'needs.id', 'events.record_id')
    .join('areas', 'areas.id', 'needs.area_id')
    .where((any) =>
      below(any, 'areas.path', paths).orWhere((query) =>
        below(query, 'areas.path', communityPaths).where('needs.scope', 'community'),
      ),
    )
    .select('needs.title', 'needs.number');

/**
 * Of these (`eventsOfNeeds`) those of needs that a user took in, and of the community's below these paths. What follows from a referral
 * that they have sent themselves, the referral tells.
 */
export const concerningNeeds = (db: Db, events: Query, userId: string, communityPaths: string[]): Query => {
  const sent = db('referrals').whereRaw('referrals.need_id = needs.id').where('referrals.created_by', userId);
  return events.where((any) =>
    any
      .where((mine) =>
        mine
          .where('needs.created_by', userId)
          .where((query) => void query.whereNotNull('events.actor_id').orWhereNotExists(sent.select(db.raw('1')))),
      )
      .orWhere((query) => below(query, 'areas.path', communityPaths).where('needs.scope', 'community')),
  );
};

/** Whose needs are counted: all of some areas (null: of the municipality), the community's alone of others. */
export type Counted = { areaIds: string[] | null; communityAreaIds: string[] };

const counted = (db: Db, municipalityId: string, { areaIds, communityAreaIds }: Counted): Query =>
  db('needs')
    .where('needs.municipality_id', municipalityId)
    .where((any) => {
      if (areaIds === null) return;
      any.whereIn('needs.area_id', areaIds);
      if (communityAreaIds.length > 0)
        any.orWhere((query) => query.whereIn('needs.area_id', communityAreaIds).where('needs.scope', 'community'));
    })
    .select('needs.id');

export const receivedWithin = (db: Db, municipalityId: string, of: Counted, from: string, to: string): Query =>
  counted(db, municipalityId, of).whereBetween('needs.received_on', [from, to]);

/** Those that are over since the period, and for which a service was asked that stands so. `from`, `to`: instants, the last not in it. */
export const endedWithin = (
  db: Db,
  municipalityId: string,
  of: Counted,
  completed: Standings,
  from: string,
  to: string,
): Query =>
  counted(db, municipalityId, of)
    .where('needs.closed_at', '>=', from)
    .where('needs.closed_at', '<', to)
    .whereExists(
      inStandings(db('referrals').whereRaw('referrals.need_id = needs.id'), 'referrals', completed).select(db.raw('1')),
    );

export const standingSo = (db: Db, municipalityId: string, of: Counted, standings: Standings): Query =>
  inStandings(counted(db, municipalityId, of), 'needs', standings);
