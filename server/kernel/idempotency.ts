import { createHash, createHmac } from 'node:crypto';
import { insertIfNew } from '../database/dialect.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import { insertIdempotencyKey, readIdempotencyKey, setIdempotencyAnswer } from './idempotency-store.ts';

export type Answer = { status: number; headers: Record<string, string>; body: string };

/**
 * What identifies a request, so that a key used again for something else is noticed. A body may hold a password: its hash
 * can be tried out by nobody who has not the key, and of the key only a hash is stored.
 */
export const fingerprint = (key: string, method: string, path: string, body: string | Uint8Array): string =>
  createHmac('sha256', key).update(`${method} ${path}\n`).update(body).digest('hex');

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/**
 * Runs a write at most once for a user's key. The key is taken in the write's own transaction, so a write that failed
 * leaves its key free, and of two at once the second waits and gets the first one's answer. Keys are kept for a day.
 */
export async function runOnce(ctx: Context, key: string, request: string, run: () => Promise<Answer>): Promise<Answer> {
  const userId = ctx.actor.id;
  if (!userId) return run();
  const hash = hashOf(key);
  const isNew = await insertIfNew(ctx.db, (db) =>
    insertIdempotencyKey(db, { user_id: userId, key: hash, request, created_at: ctx.now }),
  );
  if (!isNew) {
    const stored = await readIdempotencyKey(ctx.db, userId, hash);
    if (!stored || stored.request !== request) throw new AppError('invalid', 'keyReused');
    return { status: stored.status, headers: JSON.parse(stored.headers) as Record<string, string>, body: stored.body };
  }
  const answer = await run();
  await setIdempotencyAnswer(ctx.db, userId, hash, answer);
  return answer;
}
