import type { Language } from '../../rules/types.ts';
import { dayInJapan } from './clock.ts';
import { systemActor, type Actor, type Context } from './context.ts';
import type { Installation } from './installation.ts';
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

/** The context of a moment outside any transaction: for recognising who asks, before there is anything to store. */
export function contextOf(installation: Installation, asker: Asker): Context {
  const now = installation.clock().toISOString();
  return {
    db: installation.db,
    ...asker,
    now,
    today: dayInJapan(now),
    newId: installation.newId,
    kinds: installation.kinds,
    effects: [],
  };
}
