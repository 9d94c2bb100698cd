import type { Db } from '../database/db.ts';
import type { Context, MunicipalContext } from './context.ts';
import type { Mailer } from './mail.ts';

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
  /** See `Context`. */
  kinds: Context['kinds'];
  /** The context inside a municipality with the kinds of records that it has made itself beside those (registers). */
  enter: (ctx: MunicipalContext) => Promise<MunicipalContext>;
  related: Context['related'];
  effectTypes: Context['effectTypes'];
  /** Performs effects and those that they lead to; without ids, all that are due. Never fails its caller (`effects/perform-effects.ts`). */
  performEffects: (installation: Installation, ids?: string[]) => Promise<void>;
};
