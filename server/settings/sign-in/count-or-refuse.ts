import type { Context } from '../../kernel/context.ts';
import { AppError } from '../../kernel/errors.ts';
import { countAttempt, type Attempt } from './attempts-store.ts';

/** Counts an attempt as failed until it is forgotten. Throws too-many, and counts nothing, when it has to wait. */
export async function countOrRefuse(ctx: Context, attempt: Attempt): Promise<void> {
  const wait = await countAttempt(ctx.db, attempt);
  if (wait > 60)
    throw new AppError('too-many', 'tooManyAttempts', { retryAfter: wait, params: { minutes: Math.ceil(wait / 60) } });
  if (wait > 0) throw new AppError('too-many', 'waitToTry', { retryAfter: wait, params: { seconds: wait } });
}
