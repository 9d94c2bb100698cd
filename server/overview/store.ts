import type { Knex } from 'knex';
import type { Db } from '../database/db.ts';
import { inStandings, type Standings } from '../database/standings.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import type { MovingRow } from '../records/moving-row.ts';
import { councilName } from '../kinds/council/name-store.ts';

const below = (query: Knex.QueryBuilder, column: string, paths: string[]): Knex.QueryBuilder =>
  query.where((any) => {
    any.whereRaw('1 = 0');
    for (const path of paths) any.orWhere(column, 'like', `${path}%`);
  });

export type StaleService = { id: string; name: string; capacity_confirmed_on: string | null };

const stale = (db: Db, municipalityId: string, before: string): Knex.QueryBuilder =>
  db('services')
    .where('services.municipality_id', municipalityId)
    .whereNull('services.closed_at')
    .where((any) =>
      any.whereNull('services.capacity_confirmed_on').orWhere('services.capacity_confirmed_on', '<=', before),
    );

/** How many open services below these areas were last confirmed on or before a day, or never. */
export async function countStaleServices(
  db: Db,
  municipalityId: string,
  paths: string[],
  before: string,
): Promise<number> {
  const served = below(
    db('service_areas').join('areas', 'areas.id', 'service_areas.area_id'),
    'areas.path',
    paths,
  ).select('service_areas.service_id');
  const row = (await stale(db, municipalityId, before)
    .whereIn('services.id', served)
    .count({ total: '*' })
    .first()) as { total: number | string };
  return Number(row.total);
}

/** Those of these organisations, the longest unconfirmed first. */
export async function listStaleServices(
  db: Db,
  municipalityId: string,
  organisationIds: string[],
  before: string,
  limit: number,
): Promise<StaleService[]> {
  return (await stale(db, municipalityId, before)
    .whereIn('services.organisation_id', organisationIds)
    .orderByRaw("coalesce(services.capacity_confirmed_on, '')")
    .orderBy('services.name')
    .limit(limit)
    .select('services.id', 'services.name', 'services.capacity_confirmed_on')) as StaleService[];
}

/** Roles that end within these days, and nobody has continued. */
export async function listEndingMemberships(
  db: Db,
  municipalityId: string,
  from: string,
  to: string,
  limit: number,
): Promise<{ user_id: string; name: string; ends_on: string }[]> {
  return db('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .where('memberships.municipality_id', municipalityId)
    .whereNull('users.disabled_at')
    .whereNull('memberships.ended_at')
    .whereBetween('memberships.ends_on', [from, to])
    .orderBy('memberships.ends_on')
    .limit(limit)
    .select('memberships.user_id', 'users.name', 'memberships.ends_on');
}

/** Which of these needs have a referral that stands so: refused, or stopped on the way. */
export async function listGivenBack(db: Db, needIds: string[], givenBack: Standings): Promise<Set<string>> {
  const rows: { need_id: string }[] = await inStandings(
    db('referrals').whereIn('need_id', needIds),
    'referrals',
    givenBack,
  ).distinct('need_id');
  return new Set(rows.map((row) => row.need_id));
}

/** Accounts without a password that hold a role in an area below one of these paths. */
export async function listWithoutPassword(
  db: Db,
  municipalityId: string,
  paths: string[],
  today: string,
  limit: number,
): Promise<{ id: string; name: string }[]> {
  const holders = db('memberships')
    .join('areas', 'areas.id', 'memberships.area_id')
    .whereNull('memberships.ended_at')
    .where((any) => void any.whereNull('memberships.ends_on').orWhere('memberships.ends_on', '>=', today))
    .where((any) => {
      for (const path of paths) void any.orWhere('areas.path', 'like', `${path}%`);
    })
    .select('memberships.user_id');
  return db('users')
    .where({ municipality_id: municipalityId, password_hash: '', disabled_at: null })
    .whereIn('id', holders)
    .orderBy(['name_kana', 'id'])
    .limit(limit)
    .select('id', 'name');
}

/** Needs that a user took in and that stand so since an instant, the latest first. */
export async function listMovedNeeds(
  db: Db,
  municipalityId: string,
  userId: string,
  moved: Standings,
  since: string,
  limit: number,
): Promise<
  {
    id: string;
    number: number;
    title: string;
    state: string;
    state_since: string;
    workflow_id: string;
    area_path: string;
  }[]
> {
  return inStandings(db('needs'), 'needs', moved)
    .join('areas', 'areas.id', 'needs.area_id')
    .where({ 'needs.municipality_id': municipalityId, 'needs.created_by': userId })
    .where('needs.state_since', '>=', since)
    .orderBy('needs.state_since', 'desc')
    .limit(limit)
    .select(
      'needs.id',
      'needs.number',
      'needs.title',
      'needs.state',
      'needs.state_since',
      'needs.workflow_id',
      'areas.path as area_path',
    );
}

/** Meetings of councils in these areas or above them, held since a day. */
export async function listLateMeetings(
  db: Db,
  municipalityId: string,
  councilIds: string[],
  since: string,
  limit: number,
): Promise<{ id: string; title: string; held_on: string; council_name: string }[]> {
  return db('meetings')
    .join('councils', 'councils.id', 'meetings.council_id')
    .where('meetings.municipality_id', municipalityId)
    .whereIn('meetings.council_id', councilIds)
    .where('meetings.held_on', '>=', since)
    .orderBy('meetings.held_on', 'desc')
    .limit(limit)
    .select('meetings.id', 'meetings.title', 'meetings.held_on', councilName(db, 'council_name'));
}

/** A council's whole row, so that its steps can be told, by the name that people there use. */
export type PlacedCouncil = MovingRow & { name: string; tier: 1 | 2; area_path: string };

/** Open councils with their areas, for a home page. */
export async function listOpenCouncils(db: Db, municipalityId: string): Promise<PlacedCouncil[]> {
  return db('councils')
    .join('areas', 'areas.id', 'councils.area_id')
    .where('councils.municipality_id', municipalityId)
    .whereNull('councils.closed_at')
    .orderBy('councils.state_since')
    .select('councils.*', councilName(db, 'name'), 'areas.path as area_path');
}

/** Whether a municipality has got none, one or several (2) of each, for the first things to do. */
export async function countForStart(
  db: Db,
  municipalityId: string,
): Promise<{ areas: number; users: number; councils: number; services: number; needs: number; meetings: number }> {
  const some = (table: string) =>
    db.count('*').from(db(table).where({ municipality_id: municipalityId }).select(db.raw('1')).limit(2).as('some'));
  const row: Record<string, number | string> = await db
    .select({
      areas: some('areas'),
      users: some('memberships'),
      councils: some('councils'),
      services: some('services'),
      needs: some('needs'),
      meetings: some('meetings'),
    })
    .first();
  const count = (name: string): number => Number(row[name]);
  return {
    areas: count('areas'),
    users: count('users'),
    councils: count('councils'),
    services: count('services'),
    needs: count('needs'),
    meetings: count('meetings'),
  };
}

/** Whose happenings: of records below these paths (community needs only, where said), or referrals of these organisations. */
export type RecentReach = {
  needPaths: string[];
  communityPaths: string[];
  councilPaths: string[];
  proposalPaths: string[];
  organisationIds: string[];
};

export type RecentRow = {
  id: string;
  record_kind: RecordKind;
  record_id: string;
  title: string;
  number: number | null;
  type: string;
  from_state: string | null;
  to_state: string;
  workflow_id: string;
  happened_at: string;
  actor_name: string | null;
};

/** The latest events of the records within reach, newest first. */
export async function listRecent(
  db: Db,
  municipalityId: string,
  reach: RecentReach,
  limit: number,
): Promise<RecentRow[]> {
  const events = (kind: RecordKind): Knex.QueryBuilder =>
    db('events')
      .leftJoin('users', 'users.id', 'events.actor_id')
      .where({ 'events.municipality_id': municipalityId, 'events.record_kind': kind })
      .orderBy('events.id', 'desc')
      .limit(limit);
  const columns = [
    'events.id',
    'events.record_kind',
    'events.record_id',
    'events.type',
    'events.from_state',
    'events.to_state',
    'events.workflow_id',
    'events.happened_at',
    'users.name as actor_name',
  ];
  const rows: RecentRow[] = [];
  if (reach.needPaths.length + reach.communityPaths.length > 0)
    rows.push(
      ...(await events('need')
        .join('needs', 'needs.id', 'events.record_id')
        .join('areas', 'areas.id', 'needs.area_id')
        .where((any) => {
          any.whereRaw('1 = 0');
          for (const path of reach.needPaths) any.orWhere('areas.path', 'like', `${path}%`);
          for (const path of reach.communityPaths)
            any.orWhere((one) => one.where('areas.path', 'like', `${path}%`).where('needs.scope', 'community'));
        })
        .select([...columns, 'needs.title', 'needs.number'])),
    );
  if (reach.councilPaths.length > 0)
    rows.push(
      ...(await below(
        events('council')
          .join('councils', 'councils.id', 'events.record_id')
          .join('areas', 'areas.id', 'councils.area_id'),
        'areas.path',
        reach.councilPaths,
      ).select([...columns, councilName(db, 'title'), db.raw('null as number')])),
    );
  if (reach.proposalPaths.length > 0)
    rows.push(
      ...(await below(
        events('proposal')
          .join('proposals', 'proposals.id', 'events.record_id')
          .join('councils', 'councils.id', 'proposals.from_council_id')
          .join('areas', 'areas.id', 'councils.area_id')
          .whereNotNull('proposals.sent_at'),
        'areas.path',
        reach.proposalPaths,
      ).select([...columns, 'proposals.title', 'proposals.number'])),
    );
  if (reach.organisationIds.length > 0)
    rows.push(
      ...(await events('referral')
        .join('referrals', 'referrals.id', 'events.record_id')
        .join('needs', 'needs.id', 'referrals.need_id')
        .whereIn('referrals.organisation_id', reach.organisationIds)
        .select([...columns, 'needs.title', 'needs.number'])),
    );
  return rows.sort((one, other) => (one.id < other.id ? 1 : -1)).slice(0, limit);
}
