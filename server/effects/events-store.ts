import type { Db } from '../database/db.ts';
import { isPostgres } from '../database/dialect.ts';
import { insertAuditLines, type AuditRow } from '../kernel/audit-store.ts';
import type { RecordKind } from '../kernel/record-kind.ts';

export type EventRow = {
  id: string;
  municipality_id: string;
  record_kind: RecordKind;
  record_id: string;
  /** The record's version after it. */
  version: number;
  type: string;
  from_state: string | null;
  to_state: string;
  workflow_id: string;
  actor_id: string | null;
  submission_id: string | null;
  decision_id: string | null;
  details: string | null;
  happened_at: string;
};

/** An event with what its line in the story needs. */
export type ToldEventRow = EventRow & {
  actor_name: string | null;
  form_id: string | null;
  answers: string | null;
  rules_id: string | null;
  decision: string | null;
  decided_at: string | null;
};

/** `line`: the audit's of the same, which PostgreSQL takes with it in one turn. */
export async function insertEvent(db: Db, row: EventRow, line?: AuditRow): Promise<void> {
  if (line && isPostgres(db)) {
    await db.with('line', db('audit').insert(line)).into('events').insert(row);
    return;
  }
  await db('events').insert(row);
  if (line) await insertAuditLines(db, [line]);
}

/** Of many records at once, as many as one insert takes. */
export async function insertEvents(db: Db, rows: EventRow[]): Promise<void> {
  await db('events').insert(rows);
}

export async function readEvent(db: Db, id: string): Promise<EventRow | undefined> {
  return db<EventRow>('events').where({ id }).first();
}

/** A record's whole history, newest first. */
export const listEvents = (db: Db, kind: RecordKind, recordId: string): Promise<ToldEventRow[]> =>
  listEventsOf(db, kind, [recordId]);

/** Of several records, each newest first. */
export async function listEventsOf(db: Db, kind: RecordKind, recordIds: string[]): Promise<ToldEventRow[]> {
  return db('events')
    .leftJoin('users', 'users.id', 'events.actor_id')
    .leftJoin('submissions', 'submissions.id', 'events.submission_id')
    .leftJoin('decisions', 'decisions.id', 'events.decision_id')
    .where({ 'events.record_kind': kind })
    .whereIn('events.record_id', recordIds)
    .orderBy('events.version', 'desc')
    .select(
      'events.*',
      'users.name as actor_name',
      'submissions.form_id',
      'submissions.answers',
      'decisions.rules_id',
      'decisions.decision',
      'decisions.decided_at',
    );
}

/** States that the record has been in, the present one too. */
export async function listVisitedStates(db: Db, kind: RecordKind, recordId: string): Promise<string[]> {
  const rows: { to_state: string }[] = await db('events')
    .where({ record_kind: kind, record_id: recordId })
    .distinct('to_state');
  return rows.map((row) => row.to_state);
}
