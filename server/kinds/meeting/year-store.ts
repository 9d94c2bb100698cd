import type { Db } from '../../database/db.ts';
import type { Query } from '../../database/parts.ts';
import { meetingsOfEach } from '../council/met-store.ts';
import { councilName } from '../council/name-store.ts';
import { aroundAny } from './joint-store.ts';

/** Meetings that were held, of kinds in this list or of all others; `line`: the council's tier, or the kind. A joint one is a row for each of its councils, and one thing (`what`). No head count is kept as 0: of a meeting that was held nobody has put it on record. */
export function heldMeetings(
  db: Db,
  municipalityId: string,
  { kinds, others, byTier }: { kinds: string[]; others: boolean; byTier: boolean },
): Query {
  const meetings = db
    .from(meetingsOfEach(db).as('held_by'))
    .join('meetings', 'meetings.id', 'held_by.meeting_id')
    .join('councils', 'councils.id', 'held_by.council_id')
    .where({ 'meetings.municipality_id': municipalityId, 'meetings.state': 'held' });
  void (others ? meetings.whereNotIn('meetings.kind', kinds) : meetings.whereIn('meetings.kind', kinds));
  return meetings.select(
    db.raw(byTier ? "'tier-' || councils.tier as line" : 'meetings.kind as line'),
    db.raw('nullif(meetings.attendance, 0) as amount'),
    db.raw('cast(null as text) as until'),
    { what: 'meetings.id', record: 'meetings.id', area: 'councils.area_id', since: 'meetings.held_on' },
  );
}

/** Those of these meetings one of whose councils lies below one of these paths, at it or above it. */
export async function nameMeetings(
  db: Db,
  municipalityId: string,
  ids: string[],
  paths: string[],
): Promise<{ id: string; title: string; council_name: string }[]> {
  return aroundAny(
    db,
    db('meetings').join('councils', 'councils.id', 'meetings.council_id').join('areas', 'areas.id', 'councils.area_id'),
    paths,
  )
    .where('meetings.municipality_id', municipalityId)
    .whereIn('meetings.id', ids)
    .select('meetings.id', 'meetings.title', councilName(db, 'council_name'));
}
