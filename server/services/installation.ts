import type { Language } from '../../rules/types.ts';
import type { Db } from '../store/database.ts';
import { dayInJapan } from './clock.ts';
import { systemActor, type Actor, type Context } from './context.ts';
import { performEffects } from './effects/perform-effects.ts';

/** What one running server is made of. Made once in `main.ts` (and by tests, with their own clock). */
export type Installation = {
  db: Db;
  clock: () => Date;
  newId: () => string;
  log: { info(details: object, message: string): void; error(details: object, message: string): void };
};

export type Asker = { actor: Actor; language: Language; requestId: string | null };

export const systemAsker: Asker = { actor: systemActor, language: 'ja', requestId: null };

/**
 * Runs a use case in ONE transaction: all of it is stored or none. Effects that it added are performed right after the
 * commit, each in a transaction of its own; what fails there stays in the table for the runner.
 */
export async function inTransaction<T>(installation: Installation, asker: Asker, work: (ctx: Context) => Promise<T>): Promise<T> {
  const effects: string[] = [];
  const now = installation.clock().toISOString();
  const answer = await installation.db.transaction((db) =>
    work({ db, ...asker, now, today: dayInJapan(now), newId: installation.newId, effects }),
  );
  if (effects.length > 0) await performEffects(installation, effects);
  return answer;
}
