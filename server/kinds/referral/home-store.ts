import type { Db } from '../../database/db.ts';
import { below, readCountedParts, readParts, type Part, type Query } from '../../database/parts.ts';
import { jsonRows } from '../../database/dialect.ts';
import { inStandings, type Standings } from '../../database/standings.ts';
import { named, namedColumns, type NamedReferral } from './store.ts';

export type WaitingReferral = NamedReferral & { need_urgency: 'low' | 'normal' | 'high' };

/** Bodies for which somebody can sign in today. */
export const attendedBodies = (db: Db, municipalityId: string, today: string): Query =>
  db('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .where({ 'memberships.municipality_id': municipalityId, 'memberships.role': 'provider' })
    .whereNotNull('memberships.organisation_id')
    .whereNull('memberships.ended_at')
    .where('memberships.starts_on', '<=', today)
    .where((any) => void any.whereNull('memberships.ends_on').orWhere('memberships.ends_on', '>=', today))
    .whereNull('users.disabled_at')
    // One who was invited has no password yet.
    .whereNot('users.password_hash', '')
    .select('memberships.organisation_id');

type WaitingGroup = {
  standings: Standings;
  organisationIds: string[];
  areaIds: string[];
  before: string | null;
  /** Only of bodies for which nobody can sign in on this day; null: of all. */
  unattendedOn: string | null;
};

/** Of each group the referrals that stand there longest: those of organisations acted for, and those of needs in these areas. */
export async function listWaitingReferrals(
  db: Db,
  municipalityId: string,
  groups: WaitingGroup[],
  limit: number,
): Promise<(WaitingReferral & Part)[]> {
  return readCountedParts<WaitingReferral>(
    db,
    groups.map(({ standings, organisationIds, areaIds, before, unattendedOn }) => {
      const query = inStandings(named(db), 'referrals', standings)
        .where('referrals.municipality_id', municipalityId)
        .where((any) => any.whereIn('referrals.organisation_id', organisationIds).orWhereIn('needs.area_id', areaIds))
        .orderBy(['referrals.state_since', 'referrals.id'])
        .select([...namedColumns, 'needs.urgency as need_urgency']);
      if (before !== null) query.where('referrals.state_since', '<', before);
      if (unattendedOn !== null)
        query.whereNotIn('referrals.organisation_id', attendedBodies(db, municipalityId, unattendedOn));
      return query;
    }),
    limit,
  );
}

/** A need for which the next candidate is to be named: it came back, or a service is late with its reply (`referral_id`). */
export type AskNext = {
  id: string;
  number: number;
  title: string;
  urgency: 'low' | 'normal' | 'high';
  state_since: string;
  referral_id: string | null;
  referral_state: string | null;
  workflow_id: string | null;
  service_name: string | null;
  /** JSON: the services that have the need or gave it back, `{service_id}` each; of what came back it is null. */
  asked: string | null;
};

/**
 * Of needs of these areas: those that stand `seeking` and came back from a service that refused or stopped, and the referrals that
 * stand `waiting` since before an instant (null: none); of both those that stand there longest.
 */
export async function listAskNext(
  db: Db,
  municipalityId: string,
  areaIds: string[],
  standings: { seeking: Standings; givenBack: Standings; open: Standings; waiting: Standings; before: string | null },
  limit: number,
): Promise<AskNext[]> {
  const needs = ['needs.id', 'needs.number', 'needs.title', 'needs.urgency'];
  const nothing = (column: string) => db.raw('cast(null as text) as ??', [column]);
  const referrals = inStandings(
    db('referrals').where('referrals.municipality_id', municipalityId),
    'referrals',
    standings.givenBack,
  );
  const back = inStandings(db('needs').where('needs.municipality_id', municipalityId), 'needs', standings.seeking)
    .whereIn('needs.area_id', areaIds)
    .whereIn('needs.id', referrals.select('referrals.need_id'))
    .orderBy(['needs.state_since', 'needs.id'])
    .select(
      ...needs,
      'needs.state_since',
      ...['referral_id', 'referral_state', 'workflow_id', 'service_name', 'asked'].map(nothing),
    );
  const others = inStandings(db('referrals as other').whereRaw('other.need_id = needs.id'), 'other', [
    ...standings.open,
    ...standings.givenBack,
  ]);
  const late = inStandings(named(db), 'referrals', standings.waiting)
    .where('referrals.municipality_id', municipalityId)
    .whereIn('needs.area_id', areaIds)
    .where('referrals.state_since', '<', standings.before ?? '')
    .orderBy(['referrals.state_since', 'referrals.id'])
    .select(
      ...needs,
      'referrals.state_since',
      'referrals.id as referral_id',
      'referrals.state as referral_state',
      'referrals.workflow_id',
      'services.name as service_name',
      { asked: jsonRows(db, others.select('other.service_id'), ['service_id']) },
    );
  return readParts<AskNext>(db, standings.before === null ? [back] : [back, late], limit);
}

/** Of these events those of referrals to these organisations. */
export const eventsOfReferrals = (events: Query, organisationIds: string[]): Query =>
  events
    .join('referrals', 'referrals.id', 'events.record_id')
    .join('needs', 'needs.id', 'referrals.need_id')
    .whereIn('referrals.organisation_id', organisationIds)
    .select('needs.title', 'needs.number');

/** And of those that a user has sent, of needs below these paths. */
export const concerningReferrals = (events: Query, organisationIds: string[], paths: string[], userId: string): Query =>
  events
    .join('referrals', 'referrals.id', 'events.record_id')
    .join('needs', 'needs.id', 'referrals.need_id')
    .join('areas', 'areas.id', 'needs.area_id')
    .where((any) =>
      any
        .whereIn('referrals.organisation_id', organisationIds)
        .orWhere((query) => below(query, 'areas.path', paths).where('referrals.created_by', userId)),
    )
    .select('needs.title', 'needs.number');
