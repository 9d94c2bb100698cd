import { createHash } from 'node:crypto';
import type { Db } from '../../database/db.ts';
import type { Actor, Context, Membership, MunicipalContext } from '../../kernel/context.ts';
import { recall, recallOf } from '../../kernel/memory.ts';
import { speakFor } from '../../kernel/texts/index.ts';
import type { OwnMunicipality } from '../municipality/store.ts';
import { listMembershipsInForce, type NamedMembershipRow } from '../users/memberships-store.ts';
import type { UserRow } from '../users/store.ts';
import { readTokenUser, setAccessTokenUsed } from './access-tokens-store.ts';
import { readDue } from './dues.ts';
import { minutesBefore, sessionLimits } from './session-limits.ts';
import { readSessionUser, setSessionUsed, type AskingUser } from './sessions-store.ts';

/** What is stored of a token: its SHA-256. */
export const hashToken = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export const toMembership = (row: NamedMembershipRow): Membership => ({
  id: row.id,
  municipalityId: row.municipality_id,
  role: row.role,
  areaId: row.area_id,
  areaPath: row.area_path,
  organisationId: row.organisation_id,
});

/** A user as who asks, with the memberships in force today. */
export async function actorOf(
  ctx: Context,
  user: UserRow & Pick<OwnMunicipality, 'second_factor_roles'>,
): Promise<Actor> {
  const memberships = await recall(ctx, `memberships ${user.id}`, async () =>
    (await listMembershipsInForce(ctx.db, user.id, ctx.today)).map(toMembership),
  );
  return {
    kind: 'user',
    id: user.id,
    name: user.name,
    email: user.email,
    memberships,
    due: await readDue(
      ctx,
      user,
      memberships.map(({ role }) => ({ role, second_factor_roles: user.second_factor_roles })),
    ),
  };
}

async function asUser(ctx: Context, user: AskingUser): Promise<Context> {
  const { municipality_id: id, municipality_code: code, municipality_name: name } = user;
  const { db, memory, today } = ctx;
  speakFor(user.own_words);
  const own: Context = { ...ctx, own: { id, code, name } };
  if (memory) own.recall = recallOf({ db, memory, today }, { id, settingsVersion: user.settings_version });
  return { ...own, actor: await actorOf(own, user) };
}

/** Has a write done beside what is asked, which may only read; `what` names it, so that it is not under way twice. */
export type Beside = (what: string, write: (db: Db) => Promise<void>) => void;

/** The context of a session's user with the memberships in force today; null when it has ended. Its use is noted at most once a minute. */
export async function recogniseSession(
  ctx: Context,
  token: string,
  { idleMinutes, beside }: { idleMinutes: number; /** None: this is no use. */ beside: Beside | null },
): Promise<Context | null> {
  const user = await readSessionUser(ctx.db, hashToken(token), sessionLimits(ctx.now, idleMinutes));
  if (!user) return null;
  const aMinuteAgo = minutesBefore(ctx.now, 1);
  if (user.session_used_at < aMinuteAgo)
    beside?.(user.session_id, (db) => setSessionUsed(db, user.session_id, ctx.now, aMinuteAgo));
  return { ...(await asUser(ctx, user)), sessionId: user.session_id };
}

/** The context of an access token's user; null when it is unknown, has ended or has expired. Its use is noted at most once a minute. */
export async function recogniseToken(ctx: Context, secret: string, beside: Beside): Promise<Context | null> {
  const user = await readTokenUser(ctx.db, hashToken(secret), ctx.now);
  if (!user) return null;
  if (!user.token_used_at || user.token_used_at < minutesBefore(ctx.now, 1))
    beside(user.token_id, (db) => setAccessTokenUsed(db, user.token_id, ctx.now));
  const kinds = user.token_kinds === null ? null : (JSON.parse(user.token_kinds) as string[]);
  return { ...(await asUser(ctx, user)), token: { scope: user.token_scope, kinds } };
}

/** The context inside a municipality, for who has a membership there; null otherwise, as if it did not exist. */
export function enterMunicipality(ctx: Context, code: string): MunicipalContext | null {
  const { own, actor } = ctx;
  if (own?.code !== code || actor.kind !== 'user') return null;
  const memberships = actor.memberships.filter((membership) => membership.municipalityId === own.id);
  return memberships.length === 0 ? null : { ...ctx, actor: { ...actor, memberships }, municipality: own };
}
