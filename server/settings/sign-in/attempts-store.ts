import { createHash } from 'node:crypto';
import {
  RateLimiterPostgres,
  RateLimiterRes,
  RateLimiterSQLite,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import type { Db } from '../../database/db.ts';
import { isPostgres } from '../../database/dialect.ts';

const quarter = 15 * 60;
const day = 86_400;

/**
 * Failures, and the seconds within which they are counted. A stranger's count by address (a whole town hall may share one) and
 * by account, whoever tries; a browser that has signed in to the account before counts by itself and for nobody else.
 */
export const mostFailures = { address: 200, account: 10, known: 10 };
const windows = { address: quarter, account: day, known: quarter };

/** The longest pause between two strangers' tries at an account that failed too often, in seconds. */
export const longestPause = 60;

/** One try to sign in. `account`, `network` (where from) and `browser` are any text that names them; no `browser`: one that never signed in to the account. */
export type Attempt = { account: string; network: string; browser: string | null };

/** Counts in the very transaction it is given (a transaction's client hands out its own connection), so all servers on a database count together. */
function limiter(db: Db, name: string, points: number, duration: number): RateLimiterAbstract {
  const options = {
    storeClient: db,
    storeType: 'knex',
    tableName: 'rate_limits',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points,
    duration,
  };
  return isPostgres(db) ? new RateLimiterPostgres(options) : new RateLimiterSQLite(options);
}

const counter = (db: Db, name: keyof typeof mostFailures): RateLimiterAbstract =>
  limiter(db, name, mostFailures[name], windows[name]);

/** Keys have at most 255 characters, an e-mail alone may fill them. */
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
const networkKey = ({ network }: Attempt): string => digest(network);
const accountKey = ({ account }: Pick<Attempt, 'account'>): string => digest(account);
const knownKey = ({ account, browser }: Attempt): string => `${accountKey({ account })}:${digest(browser ?? '')}`;

/** How often it was counted, and the seconds until it is forgotten. */
async function consume(
  limit: RateLimiterAbstract,
  key: string,
): Promise<{ times: number; refused: boolean; wait: number }> {
  const describe = (result: RateLimiterRes, refused: boolean) => ({
    times: result.consumedPoints,
    refused,
    wait: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
  });
  try {
    return describe(await limit.consume(key), false);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return describe(error, true);
  }
}

/**
 * Counts an attempt before it is looked at, so that many at once get no more tries than one after the other. Answers the
 * seconds to wait (0: go on); the transaction is then to be given up, so that only those are counted that were looked at.
 * Always in this order (address, account, pause), so that two never wait for each other.
 */
export async function countAttempt(db: Db, attempt: Attempt): Promise<number> {
  if (attempt.browser !== null) {
    const own = await consume(counter(db, 'known'), knownKey(attempt));
    return own.refused ? own.wait : 0;
  }
  const address = await consume(counter(db, 'address'), networkKey(attempt));
  if (address.refused) return address.wait;
  const { times } = await consume(counter(db, 'account'), accountKey(attempt));
  if (times < mostFailures.account) return 0;
  // Each try from the tenth on makes the next one wait, twice as long every time.
  const pause = await consume(
    limiter(db, 'pause', 1, Math.min(longestPause, 2 ** (times - mostFailures.account))),
    accountKey(attempt),
  );
  return pause.refused ? pause.wait : 0;
}

/** An attempt was right all through: it is taken back, and the failures before it are forgotten; a known browser's leaves the strangers' as they are. */
export async function forgetAttempts(db: Db, attempt: Attempt): Promise<void> {
  if (attempt.browser !== null) return void (await counter(db, 'known').delete(knownKey(attempt)));
  await counter(db, 'address').reward(networkKey(attempt));
  await forgetStrangers(db, attempt);
}

/** An attempt was neither right nor wrong yet: it does not count, and the failures before it stay. */
export async function takeBackAttempt(db: Db, attempt: Attempt): Promise<void> {
  if (attempt.browser !== null) return void (await counter(db, 'known').reward(knownKey(attempt)));
  await counter(db, 'address').reward(networkKey(attempt));
  await counter(db, 'account').reward(accountKey(attempt));
}

async function forgetStrangers(db: Db, account: Pick<Attempt, 'account'>): Promise<void> {
  await counter(db, 'account').delete(accountKey(account));
  await limiter(db, 'pause', 1, 1).delete(accountKey(account));
}

/** Forgets all failures at an account, whoever's they are. */
export async function forgetAccount(db: Db, account: string): Promise<void> {
  await forgetStrangers(db, { account });
  await db('rate_limits')
    .where('key', 'like', `known:${accountKey({ account })}:%`)
    .delete();
}

/** Forgets counts that ended more than a day ago; younger ones may be in use this very moment. `now` in milliseconds, as the counts are. */
export async function forgetOldAttempts(db: Db, now: number): Promise<void> {
  await db('rate_limits')
    .where('expire', '<', now - 86_400_000)
    .delete();
}
