import type { Language } from '../../rules/types.ts';
import { isPostgres } from '../database/dialect.ts';
import { readersOf, readSnapshot } from '../database/open.ts';
import { dayInJapan } from './clock.ts';
import { systemActor, type Actor, type Context } from './context.ts';
import type { Installation } from './installation.ts';
import { memoryOf } from './memory.ts';
import { noteWell } from './trouble.ts';

export type Asker = { actor: Actor; language: Language; requestId: string | null };

export const systemAsker: Asker = { actor: systemActor, language: 'ja', requestId: null };

/**
 * Runs a use case in ONE transaction: all of it is stored or none. Effects that it added are performed right after the
 * commit, each in a transaction of its own; what fails there stays in the table for the runner.
 */
export async function inTransaction<T>(
  installation: Installation,
  asker: Asker,
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  const effects: string[] = [];
  const answer = await installation.db.transaction((db) => work({ ...contextOf(installation, asker), db, effects }));
  noteWell(installation);
  if (effects.length > 0) await installation.performEffects(installation, effects);
  return answer;
}

const strangers = new WeakMap<Installation, Promise<unknown>>();

/**
 * `inTransaction` for those who are nobody yet: on SQLite one at a time. It has one connection that writes, and whoever works
 * here waits for it behind one who tries to sign in, not behind fifty.
 */
export async function inStrangersTurn<T>(
  installation: Installation,
  asker: Asker,
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  if (isPostgres(installation.db)) return inTransaction(installation, asker, work);
  const before = strangers.get(installation);
  const own = (async () => {
    await before?.catch(() => {});
    return inTransaction(installation, asker, work);
  })();
  strangers.set(installation, own);
  return own;
}

/** Runs a use case that stores nothing: it sees one moment of the database, and no write that is under way makes it wait. */
export async function inSnapshot<T>(
  installation: Installation,
  asker: Asker,
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  const answer = await readSnapshot(installation.db, (db) =>
    work({ ...contextOf(installation, asker), db, effects: [] }),
  );
  noteWell(installation, 'read');
  return answer;
}

/** Reads without a transaction around: for what need not see one moment, at two turns to the database less. */
export async function inPassing<T>(
  installation: Installation,
  asker: Asker,
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  const answer = await work({ ...contextOf(installation, asker), db: readersOf(installation.db), effects: [] });
  noteWell(installation, 'read');
  return answer;
}

function contextOf(installation: Installation, asker: Asker): Omit<Context, 'db' | 'effects'> {
  const now = installation.clock().toISOString();
  return {
    ...asker,
    now,
    today: dayInJapan(now),
    newId: installation.newId,
    kinds: installation.kinds,
    related: installation.related,
    memory: memoryOf(installation.db),
    effectTypes: installation.effectTypes,
  };
}
