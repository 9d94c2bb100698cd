import type { Db } from '../../database/db.ts';
import { orHolding } from '../../database/dialect.ts';
import type { Query } from '../../database/parts.ts';
import { selectFound } from '../../records/search-store.ts';
import { aroundAny } from './joint-store.ts';

/** Meetings one of whose councils lies below or above these paths, newest first, whose title and council hold all of these words. `owner`: the council. */
export function searchMeetings(
  db: Db,
  municipalityId: string,
  { paths, words }: { paths: string[]; words: string[] },
): Query {
  const meetings = aroundAny(
    db,
    db('meetings')
      .join('councils', 'councils.id', 'meetings.council_id')
      .join('areas', 'areas.id', 'councils.area_id')
      .where('meetings.municipality_id', municipalityId),
    paths,
  );
  for (const word of words) void meetings.where((any) => orHolding(any, ['meetings.search', 'councils.search'], word));
  return selectFound(db, meetings, {
    id: 'meetings.id',
    title: 'meetings.title',
    owner: "coalesce(nullif(councils.local_name, ''), councils.name)",
    day: 'meetings.held_on',
  }).orderBy([
    { column: 'meetings.held_on', order: 'desc' },
    { column: 'meetings.id', order: 'desc' },
  ]);
}
