import type { Db } from '../../database/db.ts';
import { below, readCountedParts, type Part, type Query } from '../../database/parts.ts';
import { inStandings, type Standings } from '../../database/standings.ts';
import { meetingsOf } from './met-store.ts';
import { councilName } from './name-store.ts';
import type { CouncilRow } from './store.ts';

export type WaitingCouncil = CouncilRow & { called: string; last_meeting_on: string | null };

/** Of each group the open councils of a tier that stand there longest, with the day of the last meeting up to `today`. */
export async function listWaitingCouncils(
  db: Db,
  municipalityId: string,
  groups: { standings: Standings; paths: string[]; tier: 1 | 2 | null; before: string | null }[],
  today: string,
  limit: number,
): Promise<(WaitingCouncil & Part)[]> {
  return readCountedParts<WaitingCouncil>(
    db,
    groups.map(({ standings, paths, tier, before }) => {
      const query = below(db('councils').join('areas', 'areas.id', 'councils.area_id'), 'areas.path', paths)
        .where('councils.municipality_id', municipalityId)
        .whereNull('councils.closed_at');
      if (tier !== null) query.where('councils.tier', tier);
      if (before !== null) query.where('councils.state_since', '<', before);
      return inStandings(query, 'councils', standings)
        .orderBy(['councils.state_since', 'councils.id'])
        .select(
          'councils.*',
          {
            area_name: 'areas.name',
            area_kind: 'areas.kind',
            area_closed_at: 'areas.closed_at',
            area_path: 'areas.path',
          },
          councilName(db, 'called'),
        )
        .select({
          last_meeting_on: meetingsOf(db, db.ref('councils.id'))
            .where({ state: 'held' })
            .where('held_on', '<=', today)
            .max('held_on'),
        });
    }),
    limit,
  );
}

/** Where a coordinator, or a coordinator's account, is missing. `member_id`: null where nobody is or will be in office. */
export type MissingCoordinator = {
  id: string;
  name: string;
  area_path: string;
  established_on: string | null;
  member_id: string | null;
  member_name: string | null;
  starts_on: string | null;
};

/** Councils below these paths that stand so, work and have no coordinator, and coordinators without an account there, by the council's name. */
export async function listMissingCoordinators(
  db: Db,
  municipalityId: string,
  paths: string[],
  open: Standings,
  today: string,
  limit: number,
): Promise<MissingCoordinator[]> {
  const councils = db('councils')
    .join('areas', 'areas.id', 'councils.area_id')
    .leftJoin('council_members', (on) => {
      on.on('council_members.council_id', 'councils.id').andOnVal('council_members.role', 'coordinator');
      on.andOn((any) => void any.onNull('council_members.ends_on').orOnVal('council_members.ends_on', '>=', today));
    });
  return inStandings(below(councils, 'areas.path', paths), 'councils', open)
    .where('councils.municipality_id', municipalityId)
    .whereNull('councils.closed_at')
    .whereNull('council_members.user_id')
    .where((any) => void any.whereNotNull('council_members.id').orWhereNotNull('councils.established_on'))
    .orderBy(['councils.name_kana', 'councils.id', 'council_members.id'])
    .limit(limit)
    .select('councils.id', councilName(db, 'name'), 'councils.established_on', {
      area_path: 'areas.path',
      member_id: 'council_members.id',
      member_name: 'council_members.name',
      starts_on: 'council_members.starts_on',
    });
}

/** Second-tier councils below these paths that stand so and have met neither since a day nor been founded since: those that are silent for longest. */
export async function listSilentCouncils(
  db: Db,
  municipalityId: string,
  paths: string[],
  open: Standings,
  since: string,
  limit: number,
): Promise<{ id: string; name: string; last_on: string }[]> {
  const meetings = () => meetingsOf(db, db.ref('councils.id')).where({ state: 'held' });
  const councils = below(db('councils').join('areas', 'areas.id', 'councils.area_id'), 'areas.path', paths);
  return inStandings(councils, 'councils', open)
    .where({ 'councils.municipality_id': municipalityId, 'councils.tier': 2 })
    .whereNull('councils.closed_at')
    .where('councils.established_on', '<', since)
    .whereNotExists(meetings().where('held_on', '>=', since).select(db.raw('1')))
    .select('councils.id', councilName(db, 'name'), {
      last_on: db.raw('coalesce(?, councils.established_on)', [meetings().max('held_on')]),
    })
    .orderBy(['last_on', 'councils.id'])
    .limit(limit);
}

/** Councils below these paths that were founded in a period. */
export const foundedWithin = (db: Db, municipalityId: string, paths: string[], from: string, to: string): Query =>
  below(db('councils').join('areas', 'areas.id', 'councils.area_id'), 'areas.path', paths)
    .where({ 'councils.municipality_id': municipalityId, 'councils.tier': 2 })
    .whereBetween('councils.established_on', [from, to])
    .select('councils.id');

/** Of these events those of councils below these paths. */
export const eventsOfCouncils = (db: Db, events: Query, paths: string[]): Query =>
  below(
    events.join('councils', 'councils.id', 'events.record_id').join('areas', 'areas.id', 'councils.area_id'),
    'areas.path',
    paths,
  ).select(councilName(db, 'title'), db.raw('cast(null as integer) as number'));
