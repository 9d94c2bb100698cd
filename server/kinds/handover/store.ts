import type { Role } from '../../kernel/context.ts';
import type { Db } from '../../database/db.ts';
import { orSpelled } from '../../database/dialect.ts';
import { below, type Query } from '../../database/parts.ts';
import { readPage, type Page, type Paging } from '../../database/paging.ts';
import { selectFound } from '../../records/search-store.ts';

export type HandoverRow = {
  id: string;
  municipality_id: string;
  area_id: string;
  role: Role;
  organisation_id: string | null;
  council_id: string | null;
  /** Whose office it was; null: an account's role. */
  member_id: string | null;
  from_user_id: string | null;
  from_name: string;
  ends_on: string;
  note: string;
  to_user_id: string | null;
  /** When and by whom they were named; null: when it was made, by who made it. */
  named_at: string | null;
  named_by: string | null;
  received_at: string | null;
  /** When what carried the former one's id became the successor's; null: not yet. */
  passed_at: string | null;
  /** 1: the successor takes the former one's seat in councils. */
  takes_seat: 0 | 1;
  /** The ids of the seats that the successor was given, as a JSON list. */
  seats_given: string;
  created_by: string | null;
  created_at: string;
  version: number;
};

export type NamedHandover = HandoverRow & {
  area_name: string;
  area_kind: string;
  area_closed_at: string | null;
  area_path: string;
  council_name: string | null;
  to_name: string | null;
  to_disabled_at: string | null;
  creator_name: string | null;
  count: number | string;
};

export type HandoverItemRow = {
  id: string;
  municipality_id: string;
  handover_id: string;
  position: number;
  kind: string;
  /** Of a record, or of a task that was passed on. */
  record_id: string | null;
  /** The need that it is about, by which its words are erased. */
  need_id: string | null;
  path: string;
  title: string | null;
  since: string | null;
  note: string;
};

/** Rows that one statement puts in: SQLite takes some thousand values. */
const AT_ONCE = 50;

export async function insertHandover(db: Db, row: HandoverRow, items: HandoverItemRow[]): Promise<void> {
  await db('handovers').insert(row);
  await insertItems(db, items);
}

export async function insertItems(db: Db, items: HandoverItemRow[]): Promise<void> {
  for (let at = 0; at < items.length; at += AT_ONCE) await db('handover_items').insert(items.slice(at, at + AT_ONCE));
}

const named = (db: Db, municipalityId: string): Query =>
  db('handovers')
    .join('areas', 'areas.id', 'handovers.area_id')
    .leftJoin('councils', 'councils.id', 'handovers.council_id')
    .leftJoin({ successor: 'users' }, 'successor.id', 'handovers.to_user_id')
    .leftJoin({ creator: 'users' }, 'creator.id', 'handovers.created_by')
    .where('handovers.municipality_id', municipalityId)
    .select('handovers.*', {
      area_name: 'areas.name',
      area_kind: 'areas.kind',
      area_closed_at: 'areas.closed_at',
      area_path: 'areas.path',
      council_name: db.raw('coalesce(councils.local_name, councils.name)'),
      to_name: 'successor.name',
      to_disabled_at: 'successor.disabled_at',
      creator_name: 'creator.name',
    })
    .select({
      count: db('handover_items').whereRaw('handover_items.handover_id = handovers.id').count('*'),
    });

export async function readHandover(db: Db, municipalityId: string, id: string): Promise<NamedHandover | undefined> {
  return (await named(db, municipalityId).where('handovers.id', id).first()) as NamedHandover | undefined;
}

/** Was this office handed over already? */
export async function hasHandover(db: Db, memberId: string): Promise<boolean> {
  return (await db('handovers').where({ member_id: memberId }).first('id')) !== undefined;
}

/** Was this role of an account, with that last day, handed over already? */
export async function hasHandoverOf(
  db: Db,
  userId: string,
  { role, area_id, organisation_id }: { role: Role; area_id: string; organisation_id: string | null },
  endsOn: string,
): Promise<boolean> {
  const from = { from_user_id: userId, role, area_id, organisation_id, ends_on: endsOn };
  return (await db('handovers').where(from).whereNull('member_id').first('id')) !== undefined;
}

function concerning(handovers: Query, userId: string, paths: string[]): void {
  for (const column of ['to_user_id', 'from_user_id', 'created_by'])
    void handovers.orWhere(`handovers.${column}`, userId);
  void handovers.orWhere((within) => below(within, 'areas.path', paths));
}

/** Those to somebody, from them or made by them, and all below these paths; the latest first. `waiting`: only those to them that they have not received. */
export async function listHandovers(
  db: Db,
  municipalityId: string,
  { userId, paths, waiting }: { userId: string; paths: string[]; waiting: boolean },
  paging: Paging,
): Promise<Page<NamedHandover>> {
  const query = named(db, municipalityId);
  if (waiting) void query.where('handovers.to_user_id', userId).whereNull('handovers.received_at');
  else void query.where((theirs) => concerning(theirs, userId, paths));
  return readPage<NamedHandover>(query, [{ column: 'handovers.id', direction: 'desc' }], paging);
}

export async function listHandoverItems(db: Db, handoverId: string): Promise<HandoverItemRow[]> {
  return db<HandoverItemRow>('handover_items').where({ handover_id: handoverId }).orderBy('position');
}

/** What was written about these records: about one itself, or (`need_id`) about something that is due because of it. */
export async function listNotesAbout(
  db: Db,
  recordIds: string[],
): Promise<
  (Pick<HandoverItemRow, 'record_id' | 'need_id' | 'title' | 'note'> & Pick<HandoverRow, 'from_name' | 'ends_on'>)[]
> {
  return db('handover_items')
    .join('handovers', 'handovers.id', 'handover_items.handover_id')
    .where((any) => {
      for (const column of ['record_id', 'need_id']) void any.orWhereIn(`handover_items.${column}`, recordIds);
    })
    .where((any) => void any.whereNot('handover_items.note', '').orWhereNotNull('handover_items.title'))
    .orderBy(['handovers.id', 'handover_items.position'])
    .select(
      'handover_items.record_id',
      'handover_items.need_id',
      'handover_items.title',
      'handover_items.note',
      'handovers.from_name',
      'handovers.ends_on',
    );
}

/**
 * Below these paths, or of an office, made by the asker and below their own, those that nobody goes on with: nobody was named, or an account that was
 * shut before it received them; and those whose day is over while their tasks still wait, for the successor does not hold the role.
 * One of which nothing was open, and for which nobody was named, is nobody's.
 */
export const openHandovers = (
  db: Db,
  municipalityId: string,
  { paths, own }: { paths: string[]; own: { by: string; paths: string[] } },
  today: string,
): Query =>
  named(db, municipalityId)
    .where((any) => {
      void any.orWhere((inAreas) => below(inAreas, 'areas.path', paths));
      void any.orWhere((byAsker) => {
        void byAsker.where('handovers.created_by', own.by).whereNotNull('handovers.council_id');
        void below(byAsker, 'areas.path', own.paths);
      });
    })
    .where((any) => {
      const items = db('handover_items').whereRaw('handover_items.handover_id = handovers.id').select(db.raw('1'));
      void any.whereNotNull('handovers.to_user_id').orWhereExists(items);
    })
    .where((any) => {
      void any.where((unnamed) => {
        void unnamed
          .whereNull('handovers.received_at')
          .where((who) => void who.whereNull('handovers.to_user_id').orWhereNotNull('successor.disabled_at'));
      });
      void any.orWhere((waiting) => {
        void waiting.whereNull('handovers.passed_at').where('handovers.ends_on', '<', today);
      });
    });

/**
 * Those to somebody, from them or made by them, and all below these paths, the latest first, whose names and area hold each of these
 * words in one of its spellings (`areaIds`: the areas that do). `owner`: the area's id, `beside`: the successor.
 */
export function searchHandovers(
  db: Db,
  municipalityId: string,
  { userId, paths }: { userId: string; paths: string[] },
  words: { spellings: string[]; areaIds: string[] }[],
): Query {
  const query = db('handovers')
    .join('areas', 'areas.id', 'handovers.area_id')
    .leftJoin({ successor: 'users' }, 'successor.id', 'handovers.to_user_id')
    .where('handovers.municipality_id', municipalityId)
    .where((theirs) => concerning(theirs, userId, paths));
  for (const { spellings, areaIds } of words)
    void query.where((any) => {
      orSpelled(any, ['handovers.from_name', 'successor.name'], spellings);
      void any.orWhereIn('handovers.area_id', areaIds);
    });
  return selectFound(db, query, {
    id: 'handovers.id',
    title: 'handovers.from_name',
    owner: 'handovers.area_id',
    beside: 'successor.name',
    day: 'handovers.ends_on',
  }).orderBy('handovers.id', 'desc');
}

/** Those to somebody of which others told the server since an instant, the latest first. */
export async function listHandoversTold(
  db: Db,
  municipalityId: string,
  userId: string,
  since: string,
): Promise<(NamedHandover & { told_at: string; told_by: string | null })[]> {
  const at = 'coalesce(handovers.named_at, handovers.created_at)';
  const by = 'case when handovers.named_at is null then handovers.created_by else handovers.named_by end';
  return (await named(db, municipalityId)
    .where('handovers.to_user_id', userId)
    .whereRaw(`${at} >= ? and coalesce((${by}), '') <> ?`, [since, userId])
    .orderByRaw(`${at} desc`)
    .select(
      db.raw(`${at} as told_at`),
      db('users').whereRaw(`users.id = ${by}`).select('users.name').as('told_by'),
    )) as (NamedHandover & { told_at: string; told_by: string | null })[];
}

export async function setPassed(db: Db, id: string, at: string): Promise<void> {
  await db('handovers').where({ id }).update({ passed_at: at });
}

export async function setSeatsGiven(db: Db, id: string, seats: string[]): Promise<void> {
  await db('handovers')
    .where({ id })
    .update({ seats_given: JSON.stringify(seats) });
}

/** Notes which task an item is. */
export async function setItemTask(db: Db, id: string, taskId: string): Promise<void> {
  await db('handover_items').where({ id }).update({ record_id: taskId });
}

export async function setReceived(db: Db, id: string, at: string): Promise<void> {
  await db('handovers')
    .where({ id })
    .update({ received_at: at, version: db.raw('version + 1') });
}

/** Accounts that have a role at an area (the ids of its path) or get it, by kana. */
export async function listSuccessors(
  db: Db,
  municipalityId: string,
  role: { role: Role; areaIds: string[]; organisationId: string | null },
  today: string,
  now: string,
): Promise<{ id: string; name: string }[]> {
  const held = (query: Query, table: string): Query => {
    void query
      .where(`${table}.role`, role.role)
      .whereIn(`${table}.area_id`, role.areaIds)
      .where((any) => void any.whereNull(`${table}.ends_on`).orWhere(`${table}.ends_on`, '>=', today));
    return role.organisationId === null ? query : query.where(`${table}.organisation_id`, role.organisationId);
  };
  return db('users')
    .where({ municipality_id: municipalityId, disabled_at: null })
    .where(
      (any) =>
        void any
          .whereIn('id', held(db('memberships').whereNull('ended_at').select('user_id'), 'memberships'))
          .orWhereIn(
            'id',
            held(
              db('membership_offers')
                .join('invitations', 'invitations.id', 'membership_offers.invitation_id')
                .whereNull('invitations.accepted_at')
                .whereNull('invitations.withdrawn_at')
                .where('invitations.expires_at', '>', now)
                .select('invitations.user_id'),
              'membership_offers',
            ),
          ),
    )
    .orderBy(['name_kana', 'id'])
    .select('id', 'name');
}
