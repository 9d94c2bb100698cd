import type { Db } from '../../database/db.ts';
import { around, below, type Query } from '../../database/parts.ts';

/** Only meetings (joined with their council's `areas`) one of whose councils lies below one of these paths, at it or above it. */
export const aroundAny = (db: Db, meetings: Query, paths: readonly string[]): Query =>
  meetings.where(
    (any) =>
      void around(any, paths).orWhereIn(
        'meetings.id',
        around(
          db('meeting_councils')
            .join('councils', 'councils.id', 'meeting_councils.council_id')
            .join('areas', 'areas.id', 'councils.area_id'),
          paths,
        ).select('meeting_councils.meeting_id'),
      ),
  );

/** Only meetings (joined with their council's `areas`) one of whose councils lies below one of these paths. A joint one is one row. */
export const belowAny = (db: Db, meetings: Query, paths: readonly string[]): Query =>
  meetings.where(
    (any) =>
      void below(any, 'areas.path', paths).orWhereIn(
        'meetings.id',
        below(
          db('meeting_councils')
            .join('councils', 'councils.id', 'meeting_councils.council_id')
            .join('areas', 'areas.id', 'councils.area_id'),
          'areas.path',
          paths,
        ).select('meeting_councils.meeting_id'),
      ),
  );

/**
 * Meetings planned from a day on (`meeting_id`) with each open council (`council_id`) that they are of: `of` says of which councils
 * (`councils`, with their `areas`). Twice where it joins twice.
 */
export function plannedOfEach(db: Db, from: string, of: (planned: Query) => Query): Query {
  const planned = (meetings: Query, council: string): Query =>
    of(meetings.join('councils', 'councils.id', council).join('areas', 'areas.id', 'councils.area_id'))
      .where('meetings.state', 'planned')
      .where('meetings.held_on', '>=', from)
      .whereNull('councils.closed_at')
      .select({ meeting_id: 'meetings.id', council_id: 'councils.id' });
  const joint = db('meeting_councils').join('meetings', 'meetings.id', 'meeting_councils.meeting_id');
  return planned(db('meetings'), 'meetings.council_id').unionAll(planned(joint, 'meeting_councils.council_id'));
}
