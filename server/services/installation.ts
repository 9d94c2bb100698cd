import type { Language } from '../../rules/types.ts';
import type { Db } from '../store/database.ts';
import { dayInJapan } from './clock.ts';
import { systemActor, type Actor, type Context } from './context.ts';
import { performEffects } from './effects/perform-effects.ts';
import type { Mailer } from './mail.ts';
import { noteWell } from './trouble.ts';

/** What one running server is made of. Made once in `main.ts` (and by tests, with their own clock). */
export type Installation = {
  db: Db;
  clock: () => Date;
  newId: () => string;
  log: {
    info(details: object, message: string): void;
    error(details: object, message: string): void;
    /** What must reach the log at any `LOG_LEVEL`: the heads of the audit's chains. */
    audit(details: object, message: string): void;
  };
  /** `SESSION_SECRET`: what cookies are signed with. Nothing of it is stored or sent. */
  secret: string;
  /** Where people reach it (`https://…`, no slash at the end): what links in mails and on paper begin with. Null: not set. */
  publicUrl: string | null;
  /** Sends mail; left out: `SMTP_URL` is not set, and links are handed over. */
  mail?: Mailer;
};

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
  if (effects.length > 0) await performEffects(installation, effects);
  return answer;
}

/** The context of a moment outside any transaction: for recognising who asks, before there is anything to store. */
export function contextOf(installation: Installation, asker: Asker): Context {
  const now = installation.clock().toISOString();
  return { db: installation.db, ...asker, now, today: dayInJapan(now), newId: installation.newId, effects: [] };
}
