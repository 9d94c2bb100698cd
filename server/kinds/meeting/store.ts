import type { z } from 'zod';
import type { Db } from '../../database/db.ts';
import { readPage, type Page, type Paging } from '../../database/paging.ts';
import { councilName } from '../council/name-store.ts';
import type { PlacedNeed } from '../need/store.ts';
import type { meetingKind } from './contract.ts';

export type MeetingKind = z.infer<typeof meetingKind>;

export type MeetingRow = {
  id: string;
  municipality_id: string;
  council_id: string;
  kind: MeetingKind;
  title: string;
  held_on: string;
  place: string | null;
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
};

/** A meeting with its council and where that is. */
export type NamedMeeting = MeetingRow & { council_name: string; area_path: string };

export type MeetingNeed = { need_id: string; plan: string | null };
export type NamedMeetingNeed = MeetingNeed &
  Pick<PlacedNeed, 'number' | 'title' | 'scope' | 'consent' | 'consent_scope' | 'consent_override' | 'area_path'> & {
    meeting_id: string;
  };

const named = (db: Db) =>
  db('meetings')
    .join('councils', 'councils.id', 'meetings.council_id')
    .join('areas', 'areas.id', 'councils.area_id')
    .select('meetings.*', councilName(db, 'council_name'), { area_path: 'areas.path' });

export async function insertMeeting(db: Db, row: MeetingRow, needs: MeetingNeed[]): Promise<void> {
  await db('meetings').insert(row);
  await replaceMeetingNeeds(db, row.id, needs);
}

/** Sets which needs a meeting dealt with; of a need named twice the last counts. */
export async function replaceMeetingNeeds(db: Db, meetingId: string, needs: MeetingNeed[]): Promise<void> {
  await db('meeting_needs').where({ meeting_id: meetingId }).delete();
  const once = new Map(needs.map((need) => [need.need_id, need]));
  if (once.size > 0)
    await db('meeting_needs').insert([...once.values()].map((need) => ({ meeting_id: meetingId, ...need })));
}

export async function readMeeting(db: Db, municipalityId: string, id: string): Promise<NamedMeeting | undefined> {
  return (await named(db).where({ 'meetings.municipality_id': municipalityId, 'meetings.id': id }).first()) as
    NamedMeeting | undefined;
}

/** A council's meetings, newest first. */
export async function listMeetings(
  db: Db,
  municipalityId: string,
  councilId: string,
  paging: Paging,
): Promise<Page<NamedMeeting>> {
  const query = named(db).where({ 'meetings.municipality_id': municipalityId, 'meetings.council_id': councilId });
  return readPage<NamedMeeting>(
    query,
    [
      { column: 'meetings.held_on', direction: 'desc' },
      { column: 'meetings.id', direction: 'desc' },
    ],
    paging,
  );
}

/** The needs that these meetings dealt with. */
export async function listMeetingNeeds(db: Db, meetingIds: string[]): Promise<NamedMeetingNeed[]> {
  return db('meeting_needs')
    .join('needs', 'needs.id', 'meeting_needs.need_id')
    .join('areas', 'areas.id', 'needs.area_id')
    .whereIn('meeting_needs.meeting_id', meetingIds)
    .orderBy('needs.number')
    .select(
      'meeting_needs.*',
      'needs.number',
      'needs.title',
      'needs.scope',
      'needs.consent',
      'needs.consent_scope',
      'needs.consent_override',
      { area_path: 'areas.path' },
    );
}

/** The latest meeting of a kind that nobody has examined yet. */
export async function readLatestUnexamined(
  db: Db,
  councilId: string,
  kind: MeetingKind,
): Promise<MeetingRow | undefined> {
  return db<MeetingRow>('meetings')
    .where({ council_id: councilId, kind })
    .whereNull('examined_at')
    .orderBy([
      { column: 'held_on', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first();
}

/** Set by the lifecycle; the version stays. */
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
