import type { Language } from '../../rules/types.ts';
import type { Db } from '../database/db.ts';
import type { AuditDetails } from './audit-details.ts';
import { insertAuditLines, type AuditRow } from './audit-store.ts';
import type { Due } from './due.ts';
import type { Memory, Recall } from './memory.ts';

export type Role = 'administrator' | 'tier1' | 'tier2' | 'member' | 'provider' | 'centre';

/** A membership in force today: a role over an area's subtree (`areaPath` is the prefix of its paths). */
export type Membership = {
  id: string;
  municipalityId: string;
  role: Role;
  areaId: string;
  areaPath: string;
  organisationId: string | null;
};

export type Municipality = { id: string; code: string; name: string };

/** Who asks. The system acts for effects, timers and the command line; it has no memberships. */
export type Actor =
  | {
      kind: 'user';
      id: string;
      name: string;
      email: string;
      memberships: Membership[];
      /** What has to be done before anything else. */ due?: Due | null;
    }
  | { kind: 'system'; id: null; name: string; memberships: Membership[] };

export const systemActor: Actor = { kind: 'system', id: null, name: 'system', memberships: [] };

/**
 * What a use case is given: the transaction it runs in, who asks, in which language, and when.
 * `now` is an instant (ISO UTC) and `today` a day in Asia/Tokyo; both stay the same through the whole request.
 */
export type Context = {
  db: Db;
  actor: Actor;
  language: Language;
  now: string;
  today: string;
  newId: () => string;
  /** The kinds of records by name, from `kinds/index.ts`. What a kind is, `records/record-kind.ts` says: here they are only carried. */
  kinds: Readonly<Record<string, object>>;
  /** What the kinds above tell of a kind's records, by its name, from the same list. What is asked of them, each kind's `related.ts` says. */
  related: Readonly<Record<string, object>>;
  /** The types of effects by name, from the same list. What one is, `effects/effect.ts` says. */
  effectTypes: Readonly<Record<string, object>>;
  requestId: string | null;
  /** See `kernel/memory.ts`; nothing: nothing is kept. */
  memory?: Memory;
  /** What is kept of the asker's municipality. Nothing: the system asks, and reads the database. */
  recall?: Recall;
  /** The municipality of the asker's account; nobody's and the system's: none. */
  own?: Municipality;
  /** The session that asks; nothing: an access token, nobody, or the system. */
  sessionId?: string;
  /** Of who asks by an access token: what it may do of what its person may; `kinds`: the API's tags, null: all. */
  token?: { scope: 'read' | 'write'; kinds: string[] | null };
  /** Ids of effects that this transaction has added; performed after it has been committed. */
  effects: string[];
  /** How many effects lie between a person's act and this one; nothing: a person's act. */
  effectDepth?: number;
};

/** A context inside one municipality; the actor's memberships are those held there. */
export type MunicipalContext = Context & { municipality: Municipality };

/** Kinds whose title is a person's name, or words that may be about people: lines have none, and whoever reads them is told today's. */
const untitled = ['user', 'membership', 'council_member', 'meeting', 'import', 'list_view'];

export type AuditedRecord = { kind: string; id: string; title: string };

/**
 * Who did (or looked at) what, as a line that is still to be stored. `title` says which record it is without telling of a person: its number where it has
 * one (needs, referrals, proposals), otherwise the name of what is public anyway.
 */
export function auditLine(
  ctx: Context & { municipality?: { id: string } },
  action: string,
  record?: AuditedRecord | null,
  details?: AuditDetails,
): AuditRow {
  return {
    id: ctx.newId(),
    municipality_id: ctx.municipality?.id ?? null,
    happened_at: ctx.now,
    actor_id: ctx.actor.id,
    actor_name: ctx.actor.name,
    action,
    record_kind: record?.kind ?? null,
    record_id: record?.id ?? null,
    record_title: record && !untitled.includes(record.kind) ? record.title : null,
    details: details ? JSON.stringify(details) : null,
    request_id: ctx.requestId,
  };
}

/** Writes who did what, in the transaction that does it. Looks are stored when their answer is made (`looks` of a route). */
export async function audit(...line: Parameters<typeof auditLine>): Promise<void> {
  await insertAuditLines(line[0].db, [auditLine(...line)]);
}
