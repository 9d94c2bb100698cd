import type { Db } from '../../database/db.ts';
import { anywhere } from '../../database/dialect.ts';
import { inStandings, type Standings } from '../../database/standings.ts';
import { around, below } from '../../database/parts.ts';
import type { Role } from '../../kernel/context.ts';
import { readPage, type Page, type Paging } from '../../database/paging.ts';
import type { PlacedNeed } from '../need/store.ts';
import { meetingsOf } from './met-store.ts';
import { councilName } from './name-store.ts';

export type CouncilColumns = {
  id: string;
  municipality_id: string;
  area_id: string;
  tier: 1 | 2;
  name: string;
  name_kana: string;
  local_name: string | null;
  established_on: string | null;
  /** `normaliseForSearch` of its names and its area's. */
  search: string;
  closed_at: string | null;
  created_at: string;
  workflow_id: string;
  snapshot: string;
  state: string;
  state_since: string;
  version: number;
};

/** A council with where it is. */
export type CouncilRow = CouncilColumns & {
  area_name: string;
  area_kind: string;
  area_closed_at: string | null;
  area_path: string;
};

export type CouncilFilter = {
  /** Where the asker may look: a council below one of the paths, or above it. */
  reach: string[];
  /** Normalised words; all of them must be found. */
  words: string[];
  areaPath?: string;
  tier?: number;
  standings?: Standings;
};

const placed = (db: Db) =>
  db('councils').join('areas', 'areas.id', 'councils.area_id').select('councils.*', {
    area_name: 'areas.name',
    area_kind: 'areas.kind',
    area_closed_at: 'areas.closed_at',
    area_path: 'areas.path',
  });

/** The ids in a path. */
const idsOf = (path: string): string[] => path.split('/').filter(Boolean);

export async function insertCouncil(db: Db, row: CouncilColumns): Promise<void> {
  await db('councils').insert(row);
}

export async function readCouncil(db: Db, municipalityId: string, id: string): Promise<CouncilRow | undefined> {
  return (await placed(db).where({ 'councils.municipality_id': municipalityId, 'councils.id': id }).first()) as
    CouncilRow | undefined;
}

export async function readCouncils(db: Db, municipalityId: string, ids: string[]): Promise<CouncilRow[]> {
  return placed(db).where({ 'councils.municipality_id': municipalityId }).whereIn('councils.id', ids);
}

/** Set by the workflow, by nobody's hand: the version stays, so that whoever has just taken the step can go on. */
export async function setEstablished(db: Db, id: string, day: string): Promise<void> {
  await db('councils').where({ id }).update({ established_on: day });
}

/** What the people there call it, agreed when it was founded. */
export async function setLocalName(db: Db, id: string, localName: string, search: string): Promise<void> {
  await db('councils').where({ id }).update({ local_name: localName, search });
}

/** Has the council met or planned to, sent or received anything, or given itself a task? */
export async function hasRecords(db: Db, id: string): Promise<boolean> {
  const [meeting, proposal, task] = [
    await meetingsOf(db, id).first('id'),
    await db('proposals').where({ from_council_id: id }).orWhere({ to_council_id: id }).first('id'),
    await db('tasks').where({ council_id: id }).first('id'),
  ];
  return meeting !== undefined || proposal !== undefined || task !== undefined;
}

/** Takes back that a workflow was begun in which nothing has happened since, with what it has set for later. */
export async function forgetStart(db: Db, id: string): Promise<void> {
  await db('events').where({ record_kind: 'council', record_id: id }).delete();
  await db('effects').where({ record_kind: 'council', record_id: id, status: 'pending' }).delete();
}

/** Of the councils in reach, by which workflow they go, where they are, and whether they are closed. */
export async function listStandingCouncils(
  db: Db,
  municipalityId: string,
  reach: string[],
): Promise<Pick<CouncilRow, 'workflow_id' | 'area_id' | 'closed_at'>[]> {
  return around(placed(db).where('councils.municipality_id', municipalityId), reach);
}

/** A page of councils: the first tier before the second, by kana. */
export async function listCouncils(
  db: Db,
  municipalityId: string,
  filter: CouncilFilter,
  paging: Paging,
): Promise<Page<CouncilRow>> {
  const query = around(placed(db).where('councils.municipality_id', municipalityId), filter.reach);
  for (const word of filter.words) void query.whereRaw("councils.search like ? escape '\\'", [anywhere(word)]);
  if (filter.areaPath) void below(query, 'areas.path', [filter.areaPath]);
  if (filter.tier) void query.where('councils.tier', filter.tier);
  if (filter.standings) void inStandings(query, 'councils', filter.standings);
  return readPage<CouncilRow>(
    query,
    [{ column: 'councils.tier', integer: true }, { column: 'councils.name_kana' }, { column: 'councils.id' }],
    paging,
  );
}

/** What a list shows beside each council. */
/** The tiers of open councils at areas of a kind. */
export async function tiersStandingAt(db: Db, municipalityId: string, areaKind: string): Promise<(1 | 2)[]> {
  return db('councils')
    .join('areas', 'areas.id', 'councils.area_id')
    .where({ 'councils.municipality_id': municipalityId, 'areas.kind': areaKind })
    .whereNull('councils.closed_at')
    .distinct()
    .pluck('councils.tier');
}

export type CouncilSummary = { coordinators: Coordinator[]; lastMeetingOn: string | null };

/** Who coordinates; with `held_by_body` for the organisation of the entry. */
export type Coordinator = Pick<
  NamedMember,
  'name' | 'held_by_body' | 'organisation_id' | 'organisation_name' | 'organisation_closed_at'
>;

export async function summariseCouncils(db: Db, ids: string[], today: string): Promise<Map<string, CouncilSummary>> {
  const rows: ({ council: string; last: string | null } & (Coordinator | { name: null }))[] = await db('councils')
    .leftJoin(currentMembers(db, today).where({ role: 'coordinator' }).as('coordinators'), (on) =>
      on.on('coordinators.council_id', 'councils.id'),
    )
    .leftJoin('organisations', 'organisations.id', 'coordinators.organisation_id')
    .whereIn('councils.id', ids)
    .orderBy('coordinators.starts_on')
    .select('coordinators.name', 'coordinators.held_by_body', 'coordinators.organisation_id', {
      council: 'councils.id',
      organisation_name: 'organisations.name',
      organisation_closed_at: 'organisations.closed_at',
      last: meetingsOf(db, db.ref('councils.id')).where({ state: 'held' }).max('held_on'),
    });
  return new Map(
    [...Map.groupBy(rows, ({ council }) => council)].map(([id, ofOne]) => [
      id,
      {
        coordinators: ofOne.flatMap((row) => (row.name === null ? [] : row)),
        lastMeetingOn: ofOne[0]?.last ?? null,
      },
    ]),
  );
}

export type CouncilMemberRow = {
  id: string;
  council_id: string;
  organisation_id: string | null;
  user_id: string | null;
  name: string;
  name_kana: string;
  role: 'member' | 'chair' | 'vice-chair' | 'coordinator';
  starts_on: string;
  ends_on: string | null;
  /** The person's first entry in this council, where they have had another role before; null: this is it. */
  first_id: string | null;
  /** 1: the organisation holds the office, and the person acts for it. */
  held_by_body: 0 | 1;
  version: number;
};

export type NamedMember = CouncilMemberRow & {
  organisation_name: string | null;
  organisation_closed_at: string | null;
  organisation_kind: string | null;
};

/** Whose entry it is: the id of the person's first one. */
export const personOf = (member: Pick<CouncilMemberRow, 'id' | 'first_id'>): string => member.first_id ?? member.id;

/** Does the term run to a day or beyond? It may begin later. */
export const runsTo = ({ ends_on }: Pick<CouncilMemberRow, 'ends_on'>, day: string): boolean =>
  ends_on === null || ends_on >= day;

/** In office on a day. */
export const isInOffice = (member: Pick<CouncilMemberRow, 'starts_on' | 'ends_on'>, day: string): boolean =>
  member.starts_on <= day && runsTo(member, day);

const currentMembers = (db: Db, today: string) =>
  db('council_members')
    .where('starts_on', '<=', today)
    .where((any) => void any.whereNull('ends_on').orWhere('ends_on', '>=', today));

export async function insertCouncilMember(db: Db, row: CouncilMemberRow): Promise<void> {
  await db('council_members').insert(row);
}

/** Accounts that hold a council's coordinator's role at its area or above, now or later. */
export async function listCoordinatorAccounts(
  db: Db,
  council: Pick<CouncilRow, 'municipality_id' | 'tier' | 'area_path'>,
  today: string,
): Promise<{ id: string; name: string }[]> {
  return db('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .where({
      'memberships.municipality_id': council.municipality_id,
      'memberships.role': `tier${council.tier}`,
    })
    .whereNull('users.disabled_at')
    .whereNull('memberships.ended_at')
    .where((any) => void any.whereNull('memberships.ends_on').orWhere('memberships.ends_on', '>=', today))
    .whereIn('memberships.area_id', idsOf(council.area_path))
    .select('users.id', 'users.name');
}

/** Says whose account a person of a council has, in each of their entries. False: one of them has another already. */
export async function setAccount(db: Db, councilId: string, person: string, userId: string): Promise<boolean> {
  const entries = () =>
    db('council_members').where({ council_id: councilId }).whereRaw('coalesce(first_id, id) = ?', [person]);
  await entries()
    .where((any) => any.whereNull('user_id').orWhere({ user_id: userId }))
    .update({ user_id: userId, version: db.raw('version + 1') });
  return !(await entries().whereNot({ user_id: userId }).first('id'));
}

/** Did the council meet between two days? */
export async function hasMetSince(db: Db, councilId: string, from: string, to: string): Promise<boolean> {
  return (
    (await meetingsOf(db, councilId).where({ state: 'held' }).whereBetween('held_on', [from, to]).first('id')) !==
    undefined
  );
}

/** Was the entry invited to a meeting, given a task, or what a candidate became? */
export async function isReferredTo(db: Db, memberId: string): Promise<boolean> {
  for (const table of ['meeting_people', 'tasks', 'member_candidates'])
    if (await db(table).where({ member_id: memberId }).first('id')) return true;
  return false;
}

/** Takes out an entry of this version; the first of the person's `others` becomes their first. False: somebody changed it. */
export async function removeCouncilMember(db: Db, id: string, version: number, others: string[]): Promise<boolean> {
  const [first, ...later] = others;
  if (first) {
    await db('council_members').where({ id: first }).update({ first_id: null });
    await db('council_members').whereIn('id', later).update({ first_id: first });
  }
  return (await db('council_members').where({ id, version }).delete()) === 1;
}

export async function readCouncilMember(db: Db, councilId: string, id: string): Promise<CouncilMemberRow | undefined> {
  return db<CouncilMemberRow>('council_members').where({ council_id: councilId, id }).first();
}

export async function readCouncilMembers(db: Db, ids: string[]): Promise<CouncilMemberRow[]> {
  return db<CouncilMemberRow>('council_members').whereIn('id', ids).orderBy('id');
}

/** All members a council has had, present ones first (open end, then latest end), by kana. */
export async function listCouncilMembers(db: Db, councilId: string): Promise<NamedMember[]> {
  return db('council_members')
    .leftJoin('organisations', 'organisations.id', 'council_members.organisation_id')
    .where({ council_id: councilId })
    .orderByRaw("coalesce(council_members.ends_on, '9999-12-31') desc, council_members.name_kana, council_members.id")
    .select('council_members.*', {
      organisation_name: 'organisations.name',
      organisation_closed_at: 'organisations.closed_at',
      organisation_kind: 'organisations.kind',
    });
}

/** Offices that a body holds and that run to a day or beyond, with their councils' names. */
export async function listOfficesOf(
  db: Db,
  municipalityId: string,
  organisationId: string,
  day: string,
): Promise<(CouncilMemberRow & { council_name: string; area_path: string })[]> {
  return db('council_members')
    .join('councils', 'councils.id', 'council_members.council_id')
    .join('areas', 'areas.id', 'councils.area_id')
    .where({
      'councils.municipality_id': municipalityId,
      'council_members.organisation_id': organisationId,
      'council_members.held_by_body': 1,
    })
    .whereNull('councils.closed_at')
    .where((any) => void any.whereNull('council_members.ends_on').orWhere('council_members.ends_on', '>=', day))
    .orderBy(['councils.name_kana', 'council_members.id'])
    .select('council_members.*', { area_path: 'areas.path' }, councilName(db, 'council_name'));
}

/** An account's seats in open councils below an area that it has by a role (a coordinator's by that of the council's tier, all others as a member). */
export async function listSeatsOf(
  db: Db,
  municipalityId: string,
  { userId, role, areaPath }: { userId: string; role: Role; areaPath: string },
): Promise<(CouncilMemberRow & { council_name: string; area_path: string })[]> {
  const tier = /^tier([12])$/.exec(role)?.[1];
  const query = db('council_members')
    .join('councils', 'councils.id', 'council_members.council_id')
    .join('areas', 'areas.id', 'councils.area_id')
    .where({ 'councils.municipality_id': municipalityId, 'council_members.user_id': userId })
    .whereNull('councils.closed_at')
    .where((any) => below(any, 'areas.path', [areaPath]));
  if (tier) void query.where({ 'council_members.role': 'coordinator', 'councils.tier': Number(tier) });
  else if (role === 'member') void query.whereNot({ 'council_members.role': 'coordinator' });
  else return [];
  return query
    .orderBy('council_members.id')
    .select('council_members.*', { area_path: 'areas.path' }, councilName(db, 'council_name'));
}

/** Choices for forms: organisations of the municipality, closed ones too (old answers name them). */
export async function listOrganisationNames(
  db: Db,
  municipalityId: string,
): Promise<{ id: string; name: string; closed_at: string | null }[]> {
  return db('organisations')
    .where({ municipality_id: municipalityId })
    .orderBy(['name_kana', 'id'])
    .select('id', 'name', 'closed_at');
}

export type NeedWithin = Pick<
  PlacedNeed,
  'id' | 'number' | 'title' | 'scope' | 'consent' | 'consent_scope' | 'consent_override' | 'area_path'
>;

/** Choices for forms: the latest needs of an area and below. */
export async function listNeedsWithin(
  db: Db,
  municipalityId: string,
  areaPath: string,
  limit = 500,
): Promise<NeedWithin[]> {
  const needs = db('needs').join('areas', 'areas.id', 'needs.area_id').where('needs.municipality_id', municipalityId);
  return (await below(needs, 'areas.path', [areaPath])
    .orderBy('needs.number', 'desc')
    .limit(limit)
    .select(
      'needs.id',
      'needs.number',
      'needs.title',
      'needs.scope',
      'needs.consent',
      'needs.consent_scope',
      'needs.consent_override',
      { area_path: 'areas.path' },
    )) as NeedWithin[];
}
