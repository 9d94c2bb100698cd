import type { Db } from '../database/db.ts';
import { isPostgres, rowsAtOnce } from '../database/dialect.ts';
import type { AuditRow } from './audit-store.ts';

/** Lines of the audit, and which records each answer showed; `audit_id` is the answer's line. */
export type LookRows = { lines: AuditRow[]; looks: { record_id: string; audit_id: string }[] };

export async function insertLooks(db: Db, rows: LookRows['looks']): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await db('audit_looks').insert(rows.slice(from, from + rowsAtOnce));
}

/** Stores what a line shows beyond what it showed before; a record that comes twice stands once. */
export async function insertMoreLooks(db: Db, rows: LookRows['looks']): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await db('audit_looks')
      .insert(rows.slice(from, from + rowsAtOnce))
      .onConflict(['record_id', 'audit_id'])
      .ignore();
}

/** How many records somebody's line has shown so far; null: they have no such line. */
export async function countShown(
  db: Db,
  { id, municipality_id, actor_id }: Pick<AuditRow, 'id' | 'municipality_id' | 'actor_id'>,
): Promise<number | null> {
  const line = (await db('audit').where({ id, municipality_id, actor_id }).first('id')) as { id: string } | undefined;
  if (!line) return null;
  const counted = (await db('audit_looks').where({ audit_id: id }).count({ shown: '*' }).first()) as {
    shown: number | string;
  };
  return Number(counted.shown);
}

/** Can they all be stored by one statement? SQLite has none that writes to two tables. */
export const isOneStatement = (db: Db, { lines, looks }: LookRows): boolean =>
  isPostgres(db) && lines.length <= rowsAtOnce && looks.length > 0 && looks.length <= rowsAtOnce;

export async function insertLooksAtOnce(db: Db, { lines, looks }: LookRows): Promise<void> {
  await db.with('lines', db('audit').insert(lines)).into('audit_looks').insert(looks);
}

export type OpenedRow = {
  id: string;
  happened_at: string;
  actor_id: string | null;
  actor_name: string;
  action: string;
  details: string | null;
};

/** Lines of those who opened one of these records, or gathered all that is kept of a resident, newest first. */
export async function listOpened(db: Db, recordIds: string[], limit: number): Promise<OpenedRow[]> {
  return db<OpenedRow>('audit')
    .whereIn('record_id', recordIds)
    .whereIn('action', ['need.read', 'referral.read', 'person.read', 'person.data', 'person.disclose'])
    .orderBy([
      { column: 'happened_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit)
    .select('id', 'happened_at', 'actor_id', 'actor_name', 'action', 'details');
}

export type SeenRow = {
  actor_id: string | null;
  actor_name: string;
  /** `2026-11-23T04`, UTC. */ hour: string;
  times: number;
};

/** How often each person was shown one of these records without opening it, by hour, newest first. */
export async function countSeen(db: Db, recordIds: string[], limit: number): Promise<SeenRow[]> {
  const hour = db.raw('substr(audit.happened_at, 1, 13)');
  const rows: (Omit<SeenRow, 'times'> & { times: number | string })[] = await db('audit_looks')
    .join('audit', 'audit.id', 'audit_looks.audit_id')
    .whereIn('audit_looks.record_id', recordIds)
    .groupBy('actor_id', 'actor_name', hour)
    .orderBy('hour', 'desc')
    .limit(limit)
    .select('actor_id', 'actor_name', db.raw('? as hour', [hour]), db.raw('count(distinct audit.id) as times'));
  return rows.map((row) => ({ ...row, times: Number(row.times) }));
}
