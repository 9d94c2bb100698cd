import type { Db } from '../database/db.ts';
import type { Query } from '../database/parts.ts';
import { inStandings, type Standings } from '../database/standings.ts';
import type { RecordKind } from '../kernel/record-kind.ts';

/**
 * Where records of a kind stood, from their history: a row (`stays`) for each time between one event and the next, with `record_id`, `workflow_id`,
 * `state`, `since` and `until` (instants; null: it still does).
 */
export const staysOf = (db: Db, municipalityId: string, kind: RecordKind): Query =>
  db.from(
    db('events')
      .where({ municipality_id: municipalityId, record_kind: kind })
      .select('record_id', 'workflow_id', { state: 'to_state', since: 'happened_at' })
      .select(db.raw('lead(happened_at) over (partition by record_id order by version) as until'))
      .as('stays'),
  );

/** When each record of a kind first stood in one of these standings: `record_id` and `since` (an instant), of a query to be named. */
export const firstReached = (db: Db, municipalityId: string, kind: RecordKind, standings: Standings): Query =>
  inStandings(
    db.from(
      db('events')
        .where({ municipality_id: municipalityId, record_kind: kind })
        .select('record_id', 'workflow_id', 'happened_at', { state: 'to_state' })
        .as('moved'),
    ),
    'moved',
    standings,
  )
    .groupBy('moved.record_id')
    .select('moved.record_id')
    .min({ since: 'moved.happened_at' });
