import type { Db } from '../database/db.ts';

export type DecisionRow = {
  id: string;
  municipality_id: string;
  rules_id: string;
  record_kind: string;
  record_id: string;
  /** JSON: a Decision of `rules/types.ts`, or for a ranking `{ ranked: […] }`. */
  decision: string;
  decided_at: string;
};

export async function insertDecision(db: Db, row: DecisionRow): Promise<void> {
  await db('decisions').insert(row);
}

export async function readDecision(db: Db, municipalityId: string, id: string): Promise<DecisionRow | undefined> {
  return db<DecisionRow>('decisions').where({ id, municipality_id: municipalityId }).first();
}
