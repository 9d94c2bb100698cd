import type { Db } from './database.ts';

export type AuditRow = {
  id: string;
  municipality_id: string | null;
  happened_at: string;
  actor_id: string | null;
  actor_name: string;
  action: string;
  record_kind: string | null;
  record_id: string | null;
  record_title: string | null;
  details: string | null;
  request_id: string | null;
};

/** Adds a line. There is no way to change or remove one: triggers refuse it. */
export async function insertAudit(db: Db, row: AuditRow): Promise<void> {
  await db('audit').insert(row);
}

/** A record's lines, newest first. */
export async function listRecordAudit(db: Db, kind: string, id: string, limit = 50): Promise<AuditRow[]> {
  return db<AuditRow>('audit').where({ record_kind: kind, record_id: id }).orderBy('id', 'desc').limit(limit);
}
