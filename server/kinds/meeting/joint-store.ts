import type { Db } from '../../database/db.ts';
import { around, type Query } from '../../database/parts.ts';

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
