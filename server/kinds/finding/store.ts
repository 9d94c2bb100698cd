import type { Knex } from 'knex';
import type { Db } from '../../database/db.ts';
import { idsAtOnce, jsonRows } from '../../database/dialect.ts';
import { below } from '../../database/parts.ts';
import { updateVersion } from '../../database/versioned.ts';
import { meetingsOfEach } from '../council/met-store.ts';
import { councilName } from '../council/name-store.ts';
import type { PlacedNeed } from '../need/store.ts';

export type FindingStatus = 'open' | 'raised' | 'dismissed' | 'gone';

export type FindingRow = {
  id: string;
  municipality_id: string;
  council_id: string;
  purpose: 'escalation' | 'watch';
  /** Escalation: the service type. Watch: the watch's own word again, so that a council can have several. */
  type_key: string;
  outcome: string;
  decision_id: string;
  status: FindingStatus;
  status_reason: string | null;
  found_at: string;
  confirmed_at: string;
  version: number;
};

/** A finding with its council's name and area, and the stored decision. */
export type NamedFinding = FindingRow & {
  council_name: string;
  council_tier: 1 | 2;
  area_path: string;
  decision: string;
  rules_id: string;
  decided_at: string;
};

const named = (db: Db): Knex.QueryBuilder =>
  db('findings')
    .join('councils', 'councils.id', 'findings.council_id')
    .join('areas', 'areas.id', 'councils.area_id')
    .join('decisions', 'decisions.id', 'findings.decision_id');
const namedColumns = (db: Db) => [
  'findings.*',
  councilName(db, 'council_name'),
  'councils.tier as council_tier',
  'areas.path as area_path',
  'decisions.decision',
  'decisions.rules_id',
  'decisions.decided_at',
];

export async function insertFinding(db: Db, row: FindingRow, needIds: string[]): Promise<void> {
  await db('findings').insert(row);
  await replaceFindingNeeds(db, row.id, needIds);
}

export async function updateFinding(
  db: Db,
  id: string,
  version: number,
  values: Partial<FindingRow>,
): Promise<number | null> {
  return updateVersion(db, 'findings', id, version, values);
}

/** Notes that findings were found again, nothing else about them having changed. */
export async function confirmFindings(db: Db, ids: string[], at: string): Promise<void> {
  if (ids.length > 0) await db('findings').whereIn('id', ids).update({ confirmed_at: at });
}

export async function replaceFindingNeeds(db: Db, findingId: string, needIds: string[]): Promise<void> {
  await db('finding_needs').where({ finding_id: findingId }).delete();
  if (needIds.length > 0)
    await db('finding_needs').insert(needIds.map((need_id) => ({ finding_id: findingId, need_id })));
}

export async function readFinding(db: Db, municipalityId: string, id: string): Promise<NamedFinding | undefined> {
  return (await named(db)
    .where({ 'findings.municipality_id': municipalityId, 'findings.id': id })
    .first(namedColumns(db))) as NamedFinding | undefined;
}

export type FindingFilter = {
  municipalityId: string;
  councilId?: string;
  needId?: string;
  paths?: string[];
  statuses?: FindingStatus[];
  purpose?: 'escalation' | 'watch';
  /** Only those of councils that somebody can still go on with. */
  ofOpenCouncils?: boolean;
};

const findingsBy = (db: Db, filter: FindingFilter, limit: number): Knex.QueryBuilder => {
  const query = named(db)
    .where('findings.municipality_id', filter.municipalityId)
    .select(namedColumns(db))
    .orderBy('findings.found_at', 'desc')
    .orderBy('findings.id', 'desc')
    .limit(limit);
  if (filter.councilId) query.where('findings.council_id', filter.councilId);
  if (filter.needId)
    query.whereIn('findings.id', db('finding_needs').where({ need_id: filter.needId }).select('finding_id'));
  if (filter.statuses) query.whereIn('findings.status', filter.statuses);
  if (filter.purpose) query.where('findings.purpose', filter.purpose);
  if (filter.paths) below(query, 'areas.path', filter.paths);
  if (filter.ofOpenCouncils) query.whereNull('councils.closed_at');
  return query;
};

/** Findings, the latest found first. */
export const listFindingRows = async (db: Db, filter: FindingFilter, limit = 500): Promise<NamedFinding[]> =>
  (await findingsBy(db, filter, limit)) as NamedFinding[];

/** The same, each with the needs that it is about. */
export async function listFindingsWithNeeds(
  db: Db,
  filter: FindingFilter,
  limit = 500,
): Promise<(NamedFinding & { needs: FindingNeed[] })[]> {
  const needs = findingNeeds(db).whereRaw('finding_needs.finding_id = findings.id').select(needColumns);
  const rows = (await findingsBy(db, filter, limit).select({
    needs: jsonRows(db, needs, needNames),
  })) as (NamedFinding & {
    needs: string | null;
  })[];
  return rows.map((row) => ({ ...row, needs: JSON.parse(row.needs ?? '[]') as FindingNeed[] }));
}

/** How many open ones each of these councils has; those that have none are left out. */
export async function countOpenFindings(db: Db, councilIds: string[]): Promise<Map<string, number>> {
  if (councilIds.length === 0) return new Map();
  const rows = (await db('findings')
    .whereIn('council_id', councilIds)
    .where({ status: 'open' })
    .groupBy('council_id')
    .select('council_id')
    .count({ open: '*' })) as { council_id: string; open: number | string }[];
  return new Map(rows.map((row) => [row.council_id, Number(row.open)]));
}

/** What the rules would have a council send up, or it has sent. */
export const listCandidatesOf = (db: Db, municipalityId: string, councilId: string): Promise<NamedFinding[]> =>
  listFindingRows(db, { municipalityId, councilId, purpose: 'escalation', statuses: ['open', 'raised'] });

export type FindingNeed = Pick<
  PlacedNeed,
  'id' | 'number' | 'title' | 'area_name' | 'area_path' | 'scope' | 'consent' | 'consent_scope' | 'consent_override'
>;

const findingNeeds = (db: Db): Knex.QueryBuilder =>
  db('finding_needs')
    .join('needs', 'needs.id', 'finding_needs.need_id')
    .join('areas', 'areas.id', 'needs.area_id')
    .orderBy('needs.number');
const needColumns = [
  'needs.id',
  'needs.number',
  'needs.title',
  'needs.scope',
  'needs.consent',
  'needs.consent_scope',
  'needs.consent_override',
  'areas.name as area_name',
  'areas.path as area_path',
];
const needNames = needColumns.map((column) => column.slice(column.search(/\w+$/)));

export async function listFindingNeeds(db: Db, findingIds: string[]): Promise<Map<string, FindingNeed[]>> {
  const rows = (await findingNeeds(db)
    .whereIn('finding_needs.finding_id', findingIds)
    .select(['finding_needs.finding_id', ...needColumns])) as (FindingNeed & { finding_id: string })[];
  const needs = new Map<string, FindingNeed[]>();
  for (const { finding_id, ...need } of rows) needs.set(finding_id, [...(needs.get(finding_id) ?? []), need]);
  return needs;
}

export type WatchedCouncil = { id: string; name: string; tier: 1 | 2; area_id: string; area_path: string };

/** Councils that are not closed: all of a municipality's, or one. */
export async function listWatchedCouncils(
  db: Db,
  municipalityId: string,
  councilId?: string,
): Promise<WatchedCouncil[]> {
  const query = db('councils')
    .join('areas', 'areas.id', 'councils.area_id')
    .where('councils.municipality_id', municipalityId)
    .whereNull('councils.closed_at')
    .orderBy('councils.id')
    .select('councils.id', councilName(db, 'name'), 'councils.tier', 'councils.area_id', 'areas.path as area_path');
  if (councilId) query.where('councils.id', councilId);
  return (await query) as WatchedCouncil[];
}

export type DiscussedRow = {
  council_id: string;
  meeting_id: string;
  title: string;
  held_on: string;
  need_id: string;
  plan: string | null;
};

/** Meetings that dealt with these needs, a joint one for each of its councils. */
export async function listDiscussions(db: Db, needIds: string[]): Promise<DiscussedRow[]> {
  const discussions: DiscussedRow[] = [];
  // A large city has more needs than a statement may have values.
  for (let from = 0; from < needIds.length; from += idsAtOnce)
    discussions.push(
      ...((await db('meeting_needs')
        .join('meetings', 'meetings.id', 'meeting_needs.meeting_id')
        .join(meetingsOfEach(db).as('held_by'), 'held_by.meeting_id', 'meetings.id')
        .whereIn('meeting_needs.need_id', needIds.slice(from, from + idsAtOnce))
        .select(
          'held_by.council_id',
          'meetings.id as meeting_id',
          'meetings.title',
          'meetings.held_on',
          'meeting_needs.need_id',
          'meeting_needs.plan',
        )) as DiscussedRow[]),
    );
  return discussions.toSorted((a, b) => (a.held_on < b.held_on ? -1 : Number(a.held_on > b.held_on)));
}

/** When each council last sent something up. */
export async function lastSentByCouncil(db: Db, municipalityId: string): Promise<Map<string, string>> {
  const rows = (await db('proposals')
    .where({ municipality_id: municipalityId })
    .whereNotNull('sent_at')
    .groupBy('from_council_id')
    .select('from_council_id')
    .max({ last: 'sent_at' })) as { from_council_id: string; last: string }[];
  return new Map(rows.map((row) => [row.from_council_id, row.last]));
}

/** The open council nearest to an area: its own, else the one above. */
export async function nearestCouncil(
  db: Db,
  municipalityId: string,
  areaPath: string,
): Promise<{ id: string; name: string } | undefined> {
  return db('councils')
    .join('areas', 'areas.id', 'councils.area_id')
    .where('councils.municipality_id', municipalityId)
    .whereNull('councils.closed_at')
    .whereIn('councils.area_id', areaPath.split('/').filter(Boolean))
    .orderByRaw('length(areas.path) desc, councils.tier desc, councils.id')
    .first('councils.id', councilName(db, 'name'));
}
