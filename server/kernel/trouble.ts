import { isTrouble } from '../database/dialect.ts';
import { BadCursor } from '../database/paging.ts';
import { AppError } from './errors.ts';
import type { Installation } from './installation.ts';

/** What the database's room throws as an error for people: its "not now", with what is known to be stored, and a bad cursor; null for any other error. */
export function ofDatabase(error: unknown): AppError | null {
  if (error instanceof BadCursor) return new AppError('invalid', 'badCursor', { cause: error });
  if (!isTrouble(error)) return null;
  if (error.isStored === 'unknown')
    return new AppError('unavailable', 'outcomeUnknown', { retryAfter: 2, cause: error });
  if (error.trouble === 'full') return new AppError('unavailable', 'databaseFull', { retryAfter: 60, cause: error });
  if (error.trouble === 'busy') return new AppError('unavailable', 'databaseBusy', { retryAfter: 2, cause: error });
  return new AppError('unavailable', 'databaseAway', { retryAfter: 2, cause: error });
}

type Outage = { trouble: string; since: string; last: number; failures: number };
const outages = new WeakMap<Installation, Outage>();

/** How long nothing may have failed before all is called well, so that a log is not written full in between. */
const QUIET_MS = 1_000;

/** Logs that the database is away, busy or full: once while it lasts, however much fails. False: the error is something else. */
export function noteTrouble(installation: Installation, error: unknown): boolean {
  if (!isTrouble(error)) return false;
  const known = outages.get(installation);
  if (known?.trouble === error.trouble) {
    known.last = performance.now();
    known.failures += 1;
    return true;
  }
  const since = known?.since ?? installation.clock().toISOString();
  outages.set(installation, {
    trouble: error.trouble,
    since,
    last: performance.now(),
    failures: (known?.failures ?? 0) + 1,
  });
  installation.log.error(
    { err: error, trouble: error.trouble },
    'the database is in trouble; requests are answered 503 until it is back',
  );
  return true;
}

/** Something was stored or read: the trouble, if there was any, is over. A database that is full or busy may well be read all the while. */
export function noteWell(installation: Installation, what: 'stored' | 'read' = 'stored'): void {
  const outage = outages.get(installation);
  if (!outage || performance.now() - outage.last < QUIET_MS) return;
  if (what === 'read' && outage.trouble !== 'away') return;
  outages.delete(installation);
  installation.log.info({ since: outage.since, failures: outage.failures }, 'the database is back');
}
