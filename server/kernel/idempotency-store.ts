import type { Db } from '../database/db.ts';

export type IdempotencyRow = {
  user_id: string;
  key: string;
  request: string;
  status: number;
  headers: string;
  body: string;
  created_at: string;
};

/** Takes a key; the answer is filled in before the same transaction ends. */
export async function insertIdempotencyKey(
  db: Db,
  row: Pick<IdempotencyRow, 'user_id' | 'key' | 'request' | 'created_at'>,
): Promise<void> {
  await db('idempotency_keys').insert({ ...row, status: 0, headers: '{}', body: '' });
}

export async function readIdempotencyKey(db: Db, userId: string, key: string): Promise<IdempotencyRow | undefined> {
  return db<IdempotencyRow>('idempotency_keys').where({ user_id: userId, key }).first();
}

export async function setIdempotencyAnswer(
  db: Db,
  userId: string,
  key: string,
  answer: { status: number; headers: Record<string, string>; body: string },
): Promise<void> {
  await db('idempotency_keys')
    .where({ user_id: userId, key })
    .update({ status: answer.status, headers: JSON.stringify(answer.headers), body: answer.body });
}

/** Forgets keys older than an instant. */
export async function deleteIdempotencyKeysBefore(db: Db, instant: string): Promise<void> {
  await db('idempotency_keys').where('created_at', '<', instant).delete();
}
