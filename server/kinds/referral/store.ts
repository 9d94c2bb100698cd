import type { Knex } from 'knex';
import type { Db } from '../../database/db.ts';
import { whereAmong } from '../../database/dialect.ts';
import { inStandings, isInStandings, type Standings } from '../../database/standings.ts';
import { readPage, type Page, type Paging } from '../../database/paging.ts';
import { areasBelow } from '../../database/parts.ts';

export type ReferralRow = {
  id: string;
  municipality_id: string;
  need_id: string;
  service_id: string;
  organisation_id: string;
  decision_id: string | null;
  rank: number | null;
  message: string | null;
  answer_reason: string | null;
  created_by: string | null;
  created_at: string;
  workflow_id: string;
  snapshot: string;
  state: string;
  state_since: string;
  version: number;
};

/** A referral with the names beside it. */
export type NamedReferral = ReferralRow & {
  need_number: number;
  need_title: string;
  need_scope: 'individual' | 'community';
  need_consent: 'given' | 'not-given' | 'not-needed';
  need_consent_scope: string;
  need_consent_override: string;
  area_id: string;
  area_path: string;
  service_name: string;
  organisation_name: string;
  organisation_closed_at: string | null;
  creator_name: string | null;
};

/** Whose referrals: those of organisations acted for, and those of needs below these paths. */
export type ReferralReach = { organisationIds: string[]; paths: string[] };

export type ReferralFilter = {
  municipalityId: string;
  /** The municipality's areas. */
  areas: readonly { id: string; path: string }[];
  reach: ReferralReach;
  standings?: Standings;
  needId?: string;
};

export const named = (db: Db): Knex.QueryBuilder =>
  db('referrals')
    .join('needs', 'needs.id', 'referrals.need_id')
    .join('areas', 'areas.id', 'needs.area_id')
    .join('services', 'services.id', 'referrals.service_id')
    .join('organisations', 'organisations.id', 'referrals.organisation_id')
    .leftJoin('users', 'users.id', 'referrals.created_by');
export const namedColumns = [
  'referrals.*',
  'needs.number as need_number',
  'needs.title as need_title',
  'needs.scope as need_scope',
  'needs.consent as need_consent',
  'needs.consent_scope as need_consent_scope',
  'needs.consent_override as need_consent_override',
  'needs.area_id',
  'areas.path as area_path',
  'services.name as service_name',
  'organisations.name as organisation_name',
  'organisations.closed_at as organisation_closed_at',
  'users.name as creator_name',
];

export async function insertReferral(db: Db, row: ReferralRow): Promise<void> {
  await db('referrals').insert(row);
}

export async function readReferral(db: Db, municipalityId: string, id: string): Promise<NamedReferral | undefined> {
  return (await named(db)
    .where({ 'referrals.municipality_id': municipalityId, 'referrals.id': id })
    .first(namedColumns)) as NamedReferral | undefined;
}

export async function readReferrals(db: Db, municipalityId: string, ids: string[]): Promise<NamedReferral[]> {
  return (await named(db)
    .where({ 'referrals.municipality_id': municipalityId })
    .whereIn('referrals.id', ids)
    .select(namedColumns)) as NamedReferral[];
}

/** Referrals to a body that stand so. */
export async function listReferralIds(db: Db, organisationId: string, standings: Standings): Promise<string[]> {
  return inStandings(db('referrals').where({ organisation_id: organisationId }), 'referrals', standings).pluck('id');
}

/** Ids of the municipality's areas below these paths, or `all` where that is every one: then nothing needs to be looked up. */
function areasWithin({ areas, reach }: ReferralFilter): string[] | 'all' {
  if (reach.paths.length === 0) return [];
  const within = areasBelow(areas, reach.paths);
  return within.length === areas.length ? 'all' : within.map((area) => area.id);
}

function within(
  db: Db,
  query: Knex.QueryBuilder,
  filter: ReferralFilter,
  areaIds: string[] | 'all',
): Knex.QueryBuilder {
  query.where('referrals.municipality_id', filter.municipalityId);
  if (areaIds !== 'all')
    query.where((any) =>
      any
        .whereIn('referrals.organisation_id', filter.reach.organisationIds)
        .orWhereIn('referrals.need_id', db('needs').whereIn('area_id', areaIds).select('id')),
    );
  if (filter.standings) inStandings(query, 'referrals', filter.standings);
  if (filter.needId) query.where('referrals.need_id', filter.needId);
  return query;
}

/** A page of referrals, newest first (ids sort by time). */
export async function listReferrals(db: Db, filter: ReferralFilter, paging: Paging): Promise<Page<NamedReferral>> {
  const areaIds = areasWithin(filter);
  const query = within(db, named(db), filter, areaIds).select(namedColumns);
  return readPage<NamedReferral>(
    query,
    [{ column: 'referrals.id', direction: 'desc' }],
    paging,
    within(db, db('referrals'), filter, areaIds),
  );
}

/** Referrals of these needs, newest first. */
export async function listReferralsOfNeeds(db: Db, needIds: string[]): Promise<NamedReferral[]> {
  return (await named(db)
    .whereIn('referrals.need_id', needIds)
    .select(namedColumns)
    .orderBy('referrals.id', 'desc')) as NamedReferral[];
}

/** The services that these needs have been sent to, of referrals that stand so, by need. */
export async function listAskedServices(
  db: Db,
  needIds: string[],
  standings: Standings,
): Promise<Map<string, string[]>> {
  const rows = (await inStandings(db('referrals').whereIn('need_id', needIds), 'referrals', standings).select(
    'need_id',
    'service_id',
  )) as { need_id: string; service_id: string }[];
  const services = new Map<string, string[]>();
  for (const { need_id, service_id } of rows) services.set(need_id, [...(services.get(need_id) ?? []), service_id]);
  return services;
}

/** How the referrals of these services went, for ranking: those that stand open now, and those completed since an instant. */
export async function countReferralsOfServices(
  db: Db,
  serviceIds: string[],
  standings: { open: Standings; completed: Standings; completedSince: string },
): Promise<Map<string, { open: number; completed: number }>> {
  const rows = (await whereAmong(db, db('referrals'), 'service_id', serviceIds)
    .where((any) =>
      any
        .where((open) => inStandings(open, 'referrals', standings.open))
        .orWhere((done) =>
          inStandings(done, 'referrals', standings.completed).where('state_since', '>=', standings.completedSince),
        ),
    )
    .groupBy('service_id', 'workflow_id', 'state')
    .select('service_id', 'workflow_id', 'state')
    .count({ total: '*' })) as { service_id: string; workflow_id: string; state: string; total: number | string }[];
  const counts = new Map<string, { open: number; completed: number }>();
  for (const row of rows) {
    const count = counts.get(row.service_id) ?? { open: 0, completed: 0 };
    if (isInStandings(row, standings.completed)) count.completed += Number(row.total);
    else count.open += Number(row.total);
    counts.set(row.service_id, count);
  }
  return counts;
}
