import type { Db } from '../../database/db.ts';
import { insertIfNew } from '../../database/dialect.ts';

export type ClosingRow = {
  id: string;
  municipality_id: string;
  kind: string;
  record_id: string;
  /** A day: it is closed as this begins. */
  from_on: string;
  successor_id: string | null;
  planned_by: string | null;
  planned_at: string;
  /** When it was done, or given up. */
  ended_at: string | null;
};

/** False where another is planned for the record. */
export async function insertClosing(db: Db, row: ClosingRow): Promise<boolean> {
  return insertIfNew(db, (savepoint) => savepoint('closings').insert(row));
}

/** What is planned for a record. */
export async function readPlanned(
  db: Db,
  municipalityId: string,
  kind: string,
  recordId: string,
): Promise<ClosingRow | undefined> {
  return db<ClosingRow>('closings')
    .where({ municipality_id: municipalityId, kind, record_id: recordId })
    .whereNull('ended_at')
    .first();
}

/** One that is still planned. */
export async function readClosing(db: Db, municipalityId: string, id: string): Promise<ClosingRow | undefined> {
  return db<ClosingRow>('closings').where({ municipality_id: municipalityId, id }).whereNull('ended_at').first();
}

/** False where it was done, or given up, before. */
export async function endClosing(db: Db, id: string, at: string): Promise<boolean> {
  return (await db('closings').where({ id }).whereNull('ended_at').update({ ended_at: at })) === 1;
}
