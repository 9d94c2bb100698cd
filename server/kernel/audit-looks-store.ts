import type { Db } from '../database/db.ts';
import { rowsAtOnce } from '../database/dialect.ts';

/** Notes which records an answer showed; `audit_id` is the answer's line. */
export async function insertLooks(db: Db, rows: { record_id: string; audit_id: string }[]): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await db('audit_looks').insert(rows.slice(from, from + rowsAtOnce));
}

export type OpenedRow = {
  id: string;
  happened_at: string;
  actor_id: string | null;
  actor_name: string;
  action: string;
  details: string | null;
};

/** Lines of those who opened one of these records, newest first. */
export async function listOpened(db: Db, recordIds: string[], limit: number): Promise<OpenedRow[]> {
  return db<OpenedRow>('audit')
    .whereIn('record_id', recordIds)
    .whereIn('action', ['need.read', 'referral.read'])
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
