import { createHash } from 'node:crypto';
import { RateLimiterPostgres, RateLimiterRes, RateLimiterSQLite, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Db } from './database.ts';
import { isPostgres } from './dialect.ts';

const duration = 15 * 60;

/** Failures within a quarter of an hour after which the next attempts wait: for one account, and for one address (a whole town hall may share it). */
export const mostFailures = { account: 10, address: 200 };

type Attempt = { email: string; address: string };

/** Counts in the very transaction it is given (a transaction's client hands out its own connection), so all servers on a database count together. */
function limiter(db: Db, name: keyof typeof mostFailures): RateLimiterAbstract {
  const options = { storeClient: db, storeType: 'knex', tableName: 'rate_limits', tableCreated: true, clearExpiredByTimeout: false, keyPrefix: name, points: mostFailures[name], duration };
  return isPostgres(db) ? new RateLimiterPostgres(options) : new RateLimiterSQLite(options);
}

/** Keys have at most 255 characters, an e-mail alone may fill them. */
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
const accountKey = ({ email, address }: Attempt): string => digest(`${email} ${address}`);
const addressKey = ({ address }: Attempt): string => digest(address);

async function consume(limit: RateLimiterAbstract, key: string): Promise<number> {
  try {
    await limit.consume(key);
    return 0;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
  }
}

/**
 * Counts an attempt before it is looked at, so that many at once get no more tries than one after the other.
 * Answers the seconds to wait; 0: go on. Always in this order (address, account), so that two never wait for each other.
 */
export async function countAttempt(db: Db, attempt: Attempt): Promise<number> {
  const forAddress = await consume(limiter(db, 'address'), addressKey(attempt));
  return forAddress > 0 ? forAddress : consume(limiter(db, 'account'), accountKey(attempt));
}

/** Takes a counted attempt back that was right, and forgets the account's failures from there. */
export async function forgetAttempts(db: Db, attempt: Attempt): Promise<void> {
  await limiter(db, 'address').reward(addressKey(attempt));
  await limiter(db, 'account').delete(accountKey(attempt));
}

/** Forgets counts that ended more than a day ago; younger ones may be in use this very moment. `now` in milliseconds, as the counts are. */
export async function forgetOldAttempts(db: Db, now: number): Promise<void> {
  await db('rate_limits').where('expire', '<', now - 86_400_000).delete();
}
