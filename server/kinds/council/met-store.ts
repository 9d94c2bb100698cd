import type { Knex } from 'knex';
import type { Db } from '../../database/db.ts';
import type { Query } from '../../database/parts.ts';

/** A council's meetings: those that it keeps, and joint ones that another council keeps. `council`: its id, or the column of it (`db.ref`). */
export const meetingsOf = (db: Db, council: string | Knex.Ref<string, Record<string, string>>): Query =>
  db('meetings').whereIn(
    'meetings.id',
    db('meetings as kept')
      .where('kept.council_id', council)
      .select('kept.id')
      .unionAll(db('meeting_councils').where('meeting_councils.council_id', council).select('meeting_id')),
  );

/** Each meeting (`meeting_id`) with each of its councils (`council_id`). */
export const meetingsOfEach = (db: Db): Query =>
  db('meetings')
    .select({ meeting_id: 'meetings.id', council_id: 'meetings.council_id' })
    .unionAll(db('meeting_councils').select('meeting_id', 'council_id'));
