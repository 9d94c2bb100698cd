import { createHash } from 'node:crypto';
import { readAccessTokenByHash, setAccessTokenUsed } from '../store/access-tokens.ts';
import { listMembershipsInForce, type NamedMembershipRow } from '../store/memberships.ts';
import { readMunicipalityByCode } from '../store/municipalities.ts';
import { readUser, type UserRow } from '../store/users.ts';
import type { Actor, Context, Membership, MunicipalContext } from './context.ts';

/** What is stored of a token: its SHA-256. */
export const hashToken = (secret: string): string => createHash('sha256').update(secret).digest('hex');

const toMembership = (row: NamedMembershipRow): Membership => ({
  id: row.id,
  municipalityId: row.municipality_id,
  role: row.role,
  areaId: row.area_id,
  areaPath: row.area_path,
  organisationId: row.organisation_id,
});

async function toActor(ctx: Context, user: UserRow): Promise<Actor> {
  const memberships = await listMembershipsInForce(ctx.db, user.id, ctx.today);
  return { kind: 'user', id: user.id, name: user.name, email: user.email, memberships: memberships.map(toMembership) };
}

/** The session's user with the memberships in force today; null when disabled, or the password was changed since. */
export async function recogniseSession(ctx: Context, userId: string, credentials: number): Promise<Actor | null> {
  const user = await readUser(ctx.db, userId);
  if (!user || user.disabled_at || user.credentials !== credentials) return null;
  return toActor(ctx, user);
}

/** The user of an access token; null when it is unknown, revoked or has expired. Its use is noted at most once a minute. */
export async function recogniseToken(ctx: Context, secret: string): Promise<Actor | null> {
  const token = await readAccessTokenByHash(ctx.db, hashToken(secret));
  if (!token || token.revoked_at || (token.expires_at && token.expires_at <= ctx.now)) return null;
  const user = await readUser(ctx.db, token.user_id);
  if (!user || user.disabled_at) return null;
  const aMinuteAgo = new Date(Date.parse(ctx.now) - 60_000).toISOString();
  if (!token.last_used_at || token.last_used_at < aMinuteAgo) await setAccessTokenUsed(ctx.db, token.id, ctx.now);
  return toActor(ctx, user);
}

/** The context inside a municipality, for who has a membership there; null otherwise, as if it did not exist. */
export async function enterMunicipality(ctx: Context, code: string): Promise<MunicipalContext | null> {
  const found = await readMunicipalityByCode(ctx.db, code);
  if (!found || ctx.actor.kind !== 'user') return null;
  const memberships = ctx.actor.memberships.filter((membership) => membership.municipalityId === found.id);
  if (memberships.length === 0) return null;
  return { ...ctx, actor: { ...ctx.actor, memberships }, municipality: { id: found.id, code: found.code, name: found.name } };
}
