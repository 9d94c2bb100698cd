import type { Db } from '../../database/db.ts';
import { around } from '../../database/parts.ts';
import { councilName } from '../council/name-store.ts';

export type MeetingTitle = { id: string; title: string; held_on: string; council_name: string };

/** Of so many meetings the titles are looked through: some thirty years of a large city. */
const MOST = 10_000;

/** Titles of meetings of councils below or above these paths, newest first. */
export async function listMeetingTitles(db: Db, municipalityId: string, paths: string[]): Promise<MeetingTitle[]> {
  const meetings = db('meetings')
    .join('councils', 'councils.id', 'meetings.council_id')
    .join('areas', 'areas.id', 'councils.area_id')
    .where('meetings.municipality_id', municipalityId);
  return (await around(meetings, paths)
    .orderBy([
      { column: 'meetings.held_on', order: 'desc' },
      { column: 'meetings.id', order: 'desc' },
    ])
    .limit(MOST)
    .select('meetings.id', 'meetings.title', 'meetings.held_on', councilName(db, 'council_name'))) as MeetingTitle[];
}
