import type { z } from 'zod';
import type { Knex } from 'knex';
import type { Db } from '../../database/db.ts';
import { jsonRows } from '../../database/dialect.ts';
import { normaliseForSearch } from '../../database/normalise.ts';
import { holding } from '../../database/versioned.ts';
import { readPage, type Page, type Paging } from '../../database/paging.ts';
import { meetingsOf } from '../council/met-store.ts';
import { councilName } from '../council/name-store.ts';
import type { PlacedNeed } from '../need/store.ts';
import type { agendaItem, meetingKind, meetingPerson, meetingState, minutesState } from './contract.ts';

export type MeetingKind = z.infer<typeof meetingKind>;
export type MeetingState = z.infer<typeof meetingState>;
export type MinutesState = z.infer<typeof minutesState>;

export type MeetingRow = {
  id: string;
  municipality_id: string;
  council_id: string;
  kind: MeetingKind;
  state: MeetingState;
  state_reason: string | null;
  title: string;
  /** The day that it was held on, or that it is planned for. */
  held_on: string;
  /** `18:30`. */
  starts_at: string | null;
  ends_at: string | null;
  place: string | null;
  aim: string | null;
  /** What those who come bring or prepare. */
  bring: string | null;
  /** People, counted once each. */
  attendance: number;
  /** JSON: a list of names or bodies. */
  attendees: string;
  minutes: string | null;
  /** JSON: a list of sentences. */
  decisions: string;
  examined_at: string | null;
  created_by: string | null;
  created_at: string;
  version: number;
  minutes_state: MinutesState;
  /** How often the minutes were sent to those who were there. */
  minutes_round: number;
  minutes_sent_at: string | null;
  confirmed_at: string | null;
  confirmed_by: string | null;
};

/** A council beside the one that keeps a joint meeting. */
export type JointCouncil = { id: string; name: string; area_path: string };
/** A meeting with its council and where that is. `joint`: JSON, a list of `JointCouncil`; null: it is no joint one. */
export type NamedMeeting = MeetingRow & { council_name: string; area_path: string; joint: string | null };

type NeedColumns = Pick<
  PlacedNeed,
  'number' | 'title' | 'scope' | 'consent' | 'consent_scope' | 'consent_override' | 'area_path'
>;
export type MeetingNeed = { need_id: string; plan: string | null };
export type NamedMeetingNeed = MeetingNeed & NeedColumns & { meeting_id: string };

export type ItemRow = {
  id: string;
  title: string;
  need_id: string | null;
  discussion: string | null;
  /** JSON: a list of sentences. */
  decisions: string;
  outcome: z.infer<typeof agendaItem>['outcome'];
};
/** An item of an agenda with what decides who may be told of its need. */
export type NamedItem = ItemRow & { need: (NeedColumns & { need_id: string }) | null };

export type PersonRow = Pick<z.infer<typeof meetingPerson>, 'id' | 'name' | 'body' | 'answer' | 'note' | 'presence'> & {
  member_id: string | null;
  answered_at: string | null;
};
/** With the account of the member, where they have one. */
export type NamedPerson = PersonRow & { user_id: string | null };

const named = (db: Db) =>
  db('meetings')
    .join('councils', 'councils.id', 'meetings.council_id')
    .join('areas', 'areas.id', 'councils.area_id')
    .select('meetings.*', councilName(db, 'council_name'), {
      area_path: 'areas.path',
      joint: jsonRows(db, jointOf(db), ['id', 'name', 'area_path']),
    });

/** For `meetings`: the other councils of a joint one. */
const jointOf = (db: Db) =>
  db('meeting_councils')
    .join('councils as other', 'other.id', 'meeting_councils.council_id')
    .join('areas as there', 'there.id', 'other.area_id')
    .whereRaw('meeting_councils.meeting_id = meetings.id')
    .orderBy('other.id')
    .select('other.id', {
      name: db.raw("coalesce(nullif(other.local_name, ''), other.name)"),
      area_path: 'there.path',
    });

export const jointCouncils = ({ joint }: Pick<NamedMeeting, 'joint'>): JointCouncil[] =>
  JSON.parse(joint ?? '[]') as JointCouncil[];

/** Whether a council keeps a meeting, or it is a joint one of that council too. */
export const isOf = (meeting: Pick<NamedMeeting, 'council_id' | 'joint'>, councilId: string): boolean =>
  meeting.council_id === councilId || jointCouncils(meeting).some(({ id }) => id === councilId);

/** Sets which other councils a meeting is of. */
export async function replaceJoint(db: Db, of: Of, councilIds: readonly string[]): Promise<void> {
  await db('meeting_councils').where({ meeting_id: of.meeting_id }).delete();
  if (councilIds.length > 0)
    await db('meeting_councils').insert(councilIds.map((council_id) => ({ ...of, council_id })));
}

/** The other councils' ids. */
export const listJointIds = async (db: Db, meetingId: string): Promise<string[]> =>
  db('meeting_councils').where({ meeting_id: meetingId }).orderBy('council_id').pluck<string[]>('council_id');

export async function insertMeeting(db: Db, row: MeetingRow, needs: MeetingNeed[]): Promise<void> {
  await db('meetings').insert({ ...row, search: normaliseForSearch(row.title) });
  await replaceMeetingNeeds(db, row.id, needs);
}

/** Sets which needs a meeting dealt with; of a need named twice the last counts. */
export async function replaceMeetingNeeds(db: Db, meetingId: string, needs: MeetingNeed[]): Promise<void> {
  await db('meeting_needs').where({ meeting_id: meetingId }).delete();
  const once = new Map(needs.map((need) => [need.need_id, need]));
  if (once.size > 0)
    await db('meeting_needs').insert([...once.values()].map((need) => ({ meeting_id: meetingId, ...need })));
}

type Of = { municipality_id: string; meeting_id: string };

/** Sets the agenda, in this order. */
export async function replaceItems(db: Db, of: Of, items: ItemRow[]): Promise<void> {
  await db('meeting_items').where({ meeting_id: of.meeting_id }).delete();
  if (items.length > 0) await db('meeting_items').insert(items.map((item, place) => ({ ...of, ...item, place })));
}

/** Sets who is invited or was there, in this order. */
export async function replacePeople(db: Db, of: Of, people: PersonRow[]): Promise<void> {
  await db('meeting_people').where({ meeting_id: of.meeting_id }).delete();
  if (people.length > 0)
    await db('meeting_people').insert(people.map((person, place) => ({ ...of, ...person, place })));
}

/** Keeps an answer to an invitation. The meeting has a new version, so that whoever has the list open is told. */
export async function setAnswer(
  db: Db,
  meetingId: string,
  id: string,
  values: Pick<PersonRow, 'answer' | 'note' | 'answered_at'>,
): Promise<number> {
  await db('meetings')
    .where({ id: meetingId })
    .update({ version: db.raw('version + 1') });
  await db('meeting_people').where({ id }).update(values);
  const row = (await db('meetings').where({ id: meetingId }).first('version')) as { version: number };
  return row.version;
}

const needColumns = [
  'number',
  'title',
  'scope',
  'consent',
  'consent_scope',
  'consent_override',
] as const satisfies (keyof NeedColumns)[];

/** A meeting's agenda. */
export const listItems = async (db: Db, meetingId: string): Promise<NamedItem[]> =>
  (await listItemsOf(db, [meetingId])).map(({ meeting_id: _, ...item }) => item);

/** The agendas of several meetings, each in its order, in one statement. */
export async function listItemsOf(db: Db, meetingIds: string[]): Promise<(NamedItem & { meeting_id: string })[]> {
  const rows: (ItemRow & { meeting_id: string } & Record<`need_${keyof NeedColumns}`, string>)[] = await db(
    'meeting_items',
  )
    .leftJoin('needs', 'needs.id', 'meeting_items.need_id')
    .leftJoin('areas', 'areas.id', 'needs.area_id')
    .whereIn('meeting_items.meeting_id', meetingIds)
    .orderBy('meeting_items.place')
    .select(
      'meeting_items.id',
      'meeting_items.meeting_id',
      'meeting_items.title',
      'meeting_items.need_id',
      'meeting_items.discussion',
      'meeting_items.decisions',
      'meeting_items.outcome',
      { need_area_path: 'areas.path' },
      Object.fromEntries(needColumns.map((column) => [`need_${column}`, `needs.${column}`])),
    );
  return rows.map(({ id, meeting_id, title, need_id, discussion, decisions, outcome, ...need }) => ({
    id,
    meeting_id,
    title,
    need_id,
    discussion,
    decisions,
    outcome,
    need:
      need_id === null
        ? null
        : ({
            need_id,
            ...Object.fromEntries(Object.entries(need).map(([name, value]) => [name.slice('need_'.length), value])),
            // As selected above.
          } as NamedItem['need']),
  }));
}

/** Who is invited to a meeting or was there. */
export async function listPeople(db: Db, meetingId: string): Promise<NamedPerson[]> {
  return db('meeting_people')
    .leftJoin('council_members', 'council_members.id', 'meeting_people.member_id')
    .where('meeting_people.meeting_id', meetingId)
    .orderBy('meeting_people.place')
    .select(
      'meeting_people.id',
      'meeting_people.member_id',
      'meeting_people.name',
      'meeting_people.body',
      'meeting_people.answer',
      'meeting_people.note',
      'meeting_people.answered_at',
      'meeting_people.presence',
      'council_members.user_id',
    );
}

export type NamedMember = { id: string; council_id: string; user_id: string | null; name: string; body: string | null };

/** Of these ids those of the councils' members, with their names and accounts. */
export async function listMembersNamed(db: Db, councilIds: readonly string[], ids: string[]): Promise<NamedMember[]> {
  return db('council_members')
    .leftJoin('organisations', 'organisations.id', 'council_members.organisation_id')
    .whereIn('council_id', councilIds)
    .whereIn('council_members.id', ids)
    .select('council_members.id', 'council_members.council_id', 'council_members.user_id', 'council_members.name', {
      body: 'organisations.name',
    });
}

export async function readMeeting(db: Db, municipalityId: string, id: string): Promise<NamedMeeting | undefined> {
  return (await named(db).where({ 'meetings.municipality_id': municipalityId, 'meetings.id': id }).first()) as
    NamedMeeting | undefined;
}

export const readMeetingsById = async (db: Db, municipalityId: string, ids: string[]): Promise<NamedMeeting[]> =>
  (await named(db).where('meetings.municipality_id', municipalityId).whereIn('meetings.id', ids)) as NamedMeeting[];

/** A council's meeting of this kind on a day. */
export async function readHeldOn(
  db: Db,
  councilId: string,
  kind: MeetingKind,
  heldOn: string,
): Promise<Pick<MeetingRow, 'id' | 'version'> | undefined> {
  return meetingsOf(db, councilId)
    .where({ kind, held_on: heldOn, state: 'held' })
    .orderBy('id')
    .first<Pick<MeetingRow, 'id' | 'version'> | undefined>('id', 'version');
}

/** A council's meetings, newest first. */
export async function listMeetings(
  db: Db,
  municipalityId: string,
  councilId: string,
  paging: Paging,
): Promise<Page<NamedMeeting>> {
  return readMeetings<NamedMeeting>(ofCouncil(db, municipalityId, councilId), paging);
}

/** The same, and beside them the needs that they dealt with. */
export async function listMeetingsWithNeeds(
  db: Db,
  municipalityId: string,
  councilId: string,
  paging: Paging,
): Promise<{ page: Page<NamedMeeting>; needs: NamedMeetingNeed[] }> {
  const needs = meetingNeeds(db).whereRaw('meeting_needs.meeting_id = meetings.id');
  const { items, ...page } = await readMeetings<NamedMeeting & { needs: string | null }>(
    ofCouncil(db, municipalityId, councilId).select({
      needs: jsonRows(db, needs, ['meeting_id', 'need_id', 'plan', ...needColumns, 'area_path']),
    }),
    paging,
  );
  return {
    page: { ...page, items: items.map(({ needs: _, ...meeting }) => meeting) },
    needs: items.flatMap((row) => JSON.parse(row.needs ?? '[]') as NamedMeetingNeed[]),
  };
}

const ofCouncil = (db: Db, municipalityId: string, councilId: string) =>
  named(db)
    .where('meetings.municipality_id', municipalityId)
    .whereIn('meetings.id', meetingsOf(db, councilId).select('meetings.id'));

const readMeetings = <Row extends NamedMeeting>(query: Knex.QueryBuilder, paging: Paging): Promise<Page<Row>> =>
  readPage<Row>(
    query,
    [
      { column: 'meetings.held_on', direction: 'desc' },
      { column: 'meetings.id', direction: 'desc' },
    ],
    paging,
  );

/** The planned meeting of a kind that is the nearest before a day, or on it. */
export async function readPlannedBefore(
  db: Db,
  councilId: string,
  kind: MeetingKind,
  day: string,
): Promise<MeetingRow | undefined> {
  return db<MeetingRow>('meetings')
    .where({ council_id: councilId, kind, state: 'planned' })
    .where('held_on', '<=', day)
    .orderBy([
      { column: 'held_on', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first();
}

/** For `meetings`: that a step of the council planned it, whose effect has its id. */
export const plannedBySteps = (db: Db): Knex.QueryBuilder =>
  db('effects').where({ record_kind: 'council' }).whereRaw('effects.id = meetings.id').select('effects.id');

/** Those of a kind that are ahead and that no step planned; nobody changes one before the transaction ends. */
export async function listPlannedByHand(db: Db, municipalityId: string, kind: string): Promise<MeetingRow[]> {
  const planned = db<MeetingRow>('meetings')
    .where({ municipality_id: municipalityId, kind, state: 'planned' })
    .whereNotExists(plannedBySteps(db))
    .orderBy('id');
  return holding(db, planned, 'meetings');
}

/** The planned meeting of a kind that a step of the council planned last: it has the id of the effect that planned it. */
export async function readPlannedByStep(db: Db, councilId: string, kind: MeetingKind): Promise<MeetingRow | undefined> {
  return db<MeetingRow>('meetings')
    .where({ council_id: councilId, kind, state: 'planned' })
    .whereIn('id', db('effects').where({ record_kind: 'council', record_id: councilId }).select('id'))
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first();
}

const meetingNeeds = (db: Db) =>
  db('meeting_needs')
    .join('needs', 'needs.id', 'meeting_needs.need_id')
    .join('areas', 'areas.id', 'needs.area_id')
    .orderBy('needs.number')
    .select('meeting_needs.*', ...needColumns.map((column) => `needs.${column}`), { area_path: 'areas.path' });

/** The needs that these meetings dealt with. */
export async function listMeetingNeeds(db: Db, meetingIds: string[]): Promise<NamedMeetingNeed[]> {
  return meetingNeeds(db).whereIn('meeting_needs.meeting_id', meetingIds);
}

/** The latest meeting of these kinds that nobody has examined yet. */
export async function readLatestUnexamined(
  db: Db,
  councilId: string,
  kinds: MeetingKind[],
): Promise<MeetingRow | undefined> {
  return db<MeetingRow>('meetings')
    .where({ council_id: councilId, state: 'held' })
    .whereIn('kind', kinds)
    .whereNull('examined_at')
    .orderBy([
      { column: 'held_on', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first();
}

/** Set by the workflow; the version stays. */
export async function setExamined(db: Db, id: string, at: string): Promise<void> {
  await db('meetings').where({ id }).update({ examined_at: at });
}

/** Meetings that dealt with these needs, newest first. */
export async function listMeetingsOfNeeds(
  db: Db,
  needIds: string[],
): Promise<{ need_id: string; id: string; title: string; held_on: string; council_id: string; plan: string | null }[]> {
  return db('meeting_needs')
    .join('meetings', 'meetings.id', 'meeting_needs.meeting_id')
    .whereIn('meeting_needs.need_id', needIds)
    .orderBy('meetings.held_on', 'desc')
    .select(
      'meeting_needs.need_id',
      'meetings.id',
      'meetings.title',
      'meetings.held_on',
      'meetings.council_id',
      'meeting_needs.plan',
    );
}

/** Items about these needs on meetings' agendas, those of the newest first. */
export async function listItemsOfNeeds(
  db: Db,
  needIds: string[],
): Promise<
  {
    need_id: string;
    meeting: string;
    held_on: string;
    title: string;
    discussion: string | null;
    decisions: string;
  }[]
> {
  return db('meeting_items')
    .join('meetings', 'meetings.id', 'meeting_items.meeting_id')
    .whereIn('meeting_items.need_id', needIds)
    .orderBy([{ column: 'meetings.held_on', order: 'desc' }, 'meetings.id', 'meeting_items.place'])
    .select(
      'meeting_items.need_id',
      { meeting: 'meetings.title' },
      'meetings.held_on',
      'meeting_items.title',
      'meeting_items.discussion',
      'meeting_items.decisions',
    );
}
