import type { Db } from '../../database/db.ts';
import { orHolding } from '../../database/dialect.ts';
import { around, MOST_COUNTED } from '../../database/parts.ts';
import { readPage, type Page } from '../../database/paging.ts';
import { councilName } from '../council/name-store.ts';

export type MeetingTitle = { id: string; title: string; held_on: string; council_name: string };

/** Meetings of councils below or above these paths, newest first, whose title and council hold all of these words. */
export async function searchMeetings(
  db: Db,
  municipalityId: string,
  { paths, words }: { paths: string[]; words: string[] },
  limit: number,
): Promise<Page<MeetingTitle>> {
  const meetings = db('meetings')
    .join('councils', 'councils.id', 'meetings.council_id')
    .join('areas', 'areas.id', 'councils.area_id')
    .where('meetings.municipality_id', municipalityId);
  const matching = around(meetings, paths);
  for (const word of words) void matching.where((any) => orHolding(any, ['meetings.search', 'councils.search'], word));
  return readPage<MeetingTitle>(
    matching.clone().select('meetings.id', 'meetings.title', 'meetings.held_on', councilName(db, 'council_name')),
    [
      { column: 'meetings.held_on', direction: 'desc' },
      { column: 'meetings.id', direction: 'desc' },
    ],
    { limit },
    matching,
    MOST_COUNTED,
  );
}
