import type { Db } from '../../database/db.ts';
import { areasBelow, below, readCountedParts, type Part, type Query } from '../../database/parts.ts';
import { inStandings, type Standings } from '../../database/standings.ts';
import { placedColumns, type PlacedNeed } from './store.ts';

type Areas = readonly { id: string; path: string }[];

/** Areas are few and needs are many, so the needs are found by the areas' ids. */
const within = (query: Query, municipalityId: string, areas: Areas, paths: string[]): Query =>
  query.where('needs.municipality_id', municipalityId).whereIn(
    'needs.area_id',
    areasBelow(areas, paths).map(({ id }) => id),
  );

/** Of each group the needs that were received first: all of some areas, the community's alone of others. */
export async function listWaitingNeeds(
  db: Db,
  municipalityId: string,
  groups: { standings: Standings; areaIds: string[]; communityAreaIds: string[]; before: string | null }[],
  limit: number,
): Promise<(PlacedNeed & Part)[]> {
  return readCountedParts<PlacedNeed>(
    db,
    // By the day of receiving, because that has an index: a hundred thousand needs are not put in order for ten.
    groups.map(({ standings, areaIds, communityAreaIds, before }) => {
      const query = db('needs')
        .join('areas', 'areas.id', 'needs.area_id')
        .where('needs.municipality_id', municipalityId)
        .where((any) => {
          any.whereIn('needs.area_id', areaIds);
          if (communityAreaIds.length > 0)
            any.orWhere((one) => one.whereIn('needs.area_id', communityAreaIds).where('needs.scope', 'community'));
        });
      if (before !== null) query.where('needs.state_since', '<', before);
      return inStandings(query, 'needs', standings)
        .orderBy(['needs.received_on', 'needs.number'])
        .select(placedColumns);
    }),
    limit,
  );
}

/** Needs that a user took in and that stand so since an instant, and the community's that stand so below these paths: the latest of each. */
export async function listFollowedNeeds(
  db: Db,
  municipalityId: string,
  areas: Areas,
  mine: { userId: string; paths: string[]; standings: Standings; since: string },
  community: { paths: string[]; standings: Standings },
  limit: number,
): Promise<(PlacedNeed & Part)[]> {
  const moved = inStandings(within(db('needs'), municipalityId, areas, mine.paths), 'needs', mine.standings)
    .where('needs.created_by', mine.userId)
    .where('needs.state_since', '>=', mine.since)
    .orderBy('needs.state_since', 'desc');
  const open = inStandings(within(db('needs'), municipalityId, areas, community.paths), 'needs', community.standings)
    .where('needs.scope', 'community')
    .orderBy(['needs.received_on', 'needs.number']);
  return readCountedParts<PlacedNeed>(
    db,
    [moved, open].map((query) => query.join('areas', 'areas.id', 'needs.area_id').select(placedColumns)),
    limit,
  );
}

/** Of these events those of needs below these paths, or of the community's below others. */
export const eventsOfNeeds = (events: Query, paths: string[], communityPaths: string[]): Query =>
  events
    .join('needs', 'needs.id', 'events.record_id')
    .join('areas', 'areas.id', 'needs.area_id')
    .where((any) =>
      below(any, 'areas.path', paths).orWhere((one) =>
        below(one, 'areas.path', communityPaths).where('needs.scope', 'community'),
      ),
    )
    .select('needs.title', 'needs.number');

/** Whose needs are counted: all of some areas (null: of the municipality), the community's alone of others. */
export type Counted = { areaIds: string[] | null; communityAreaIds: string[] };

const counted = (db: Db, municipalityId: string, { areaIds, communityAreaIds }: Counted): Query =>
  db('needs')
    .where('needs.municipality_id', municipalityId)
    .where((any) => {
      if (areaIds === null) return;
      any.whereIn('needs.area_id', areaIds);
      if (communityAreaIds.length > 0)
        any.orWhere((one) => one.whereIn('needs.area_id', communityAreaIds).where('needs.scope', 'community'));
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
