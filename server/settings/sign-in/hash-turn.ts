import { availableParallelism } from 'node:os';
import { AppError } from '../../kernel/errors.ts';
import type { Installation } from '../../kernel/installation.ts';

const threads = Number(process.env.UV_THREADPOOL_SIZE) || 4;

/**
 * How much hashing there may be. Argon2 runs on libuv's threads, which SQLite, files and names need as well: one core and one
 * thread are always left to them. Whoever would wait behind 20 others is told to come again instead; five of those places are
 * kept for browsers that signed in before, so that strangers cannot fill them all.
 */
export const hashLimits = {
  running: Math.max(1, Math.min(availableParallelism(), threads) - 1),
  waiting: 20,
  keptForKnown: 5,
  ofOne: 2,
};

/** For whom it is: a stranger's address, or the account of a known browser or a signed-in person, which is not counted with its address. */
export type Hasher = { key: string; known: boolean };

type Turns = { running: number; waiting: (() => void)[]; ofOne: Map<string, number> };

const turnsOf = new WeakMap<Installation, Turns>();

const RETRY_AFTER_SECONDS = 5;

/**
 * Does work that hashes passwords when its turn comes. Never inside a transaction: it would wait for a turn with the
 * database in its hands. Throws too-many (`signInBusy`) at once when there are too many already, or two of the same asker.
 */
export async function inHashTurn<T>(installation: Installation, who: Hasher, work: () => Promise<T>): Promise<T> {
  const turns = turnsOf.get(installation) ?? { running: 0, waiting: [], ofOne: new Map<string, number>() };
  turnsOf.set(installation, turns);
  const key = `${who.known ? 'known' : 'stranger'} ${who.key}`;
  const own = turns.ofOne.get(key) ?? 0;
  const mustWait = turns.running >= hashLimits.running;
  const places = who.known ? hashLimits.waiting : hashLimits.waiting - hashLimits.keptForKnown;
  if (own >= hashLimits.ofOne || (mustWait && turns.waiting.length >= places))
    throw new AppError('too-many', 'signInBusy', {
      retryAfter: RETRY_AFTER_SECONDS,
      params: { seconds: RETRY_AFTER_SECONDS },
    });
  turns.ofOne.set(key, own + 1);
  try {
    // Whoever ends hands its turn on, so that nobody comes in between.
    if (mustWait) await new Promise<void>((go) => void turns.waiting.push(go));
    else turns.running++;
    return await work();
  } finally {
    const left = (turns.ofOne.get(key) ?? 1) - 1;
    if (left > 0) turns.ofOne.set(key, left);
    else turns.ofOne.delete(key);
    const next = turns.waiting.shift();
    if (next) next();
    else turns.running--;
  }
}
