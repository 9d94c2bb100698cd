import { countAttempt, type Attempt } from '../../store/sign-in-attempts.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';

/** Counts an attempt as failed until it is forgotten. Throws too-many, and counts nothing, when it has to wait. */
export async function countOrRefuse(ctx: Context, attempt: Attempt): Promise<void> {
  const wait = await countAttempt(ctx.db, attempt);
  if (wait > 60)
    throw new AppError('too-many', 'tooManyAttempts', { retryAfter: wait, params: { minutes: Math.ceil(wait / 60) } });
  if (wait > 0) throw new AppError('too-many', 'waitToTry', { retryAfter: wait, params: { seconds: wait } });
}
