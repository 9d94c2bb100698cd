import { audit, type Context, type MunicipalContext } from '../../kernel/context.ts';
import { notFound } from '../../kernel/errors.ts';
import { listAccessTokens, revokeAccessToken, type AccessTokenRow } from '../sign-in/access-tokens-store.ts';
import { sessionLimits } from '../sign-in/session-limits.ts';
import { deleteSession, deleteSessions, listSessions, type UserSessionRow } from '../sign-in/sessions-store.ts';
import { auditAccount, readSelf } from './account.ts';
import { readWholeUser } from './users.ts';

/* Where people are signed in and which tokens they have: one's own, and those of the people whom one manages. */

export async function listOwnSessions(ctx: Context, idleMinutes: number): Promise<UserSessionRow[]> {
  return listSessions(ctx.db, (await readSelf(ctx)).id, sessionLimits(ctx.now, idleMinutes));
}

export async function endOwnSession(ctx: Context, id: string): Promise<void> {
  const user = await readSelf(ctx);
  if (!(await deleteSession(ctx.db, user.id, id))) throw notFound();
  await auditAccount(ctx, user, 'session.end');
}

/** Ends the asker's sessions but the one that asks. */
export async function endOwnOtherSessions(ctx: Context): Promise<void> {
  const user = await readSelf(ctx);
  await deleteSessions(ctx.db, user.id, ctx.sessionId);
  await auditAccount(ctx, user, 'session.end-others');
}

export async function listSessionsOf(
  ctx: MunicipalContext,
  userId: string,
  idleMinutes: number,
): Promise<UserSessionRow[]> {
  const user = await readWholeUser(ctx, userId);
  return listSessions(ctx.db, user.id, sessionLimits(ctx.now, idleMinutes));
}

/** Ends one session of a person, or all of them. */
export async function endSessionsOf(ctx: MunicipalContext, userId: string, id?: string): Promise<void> {
  const user = await readWholeUser(ctx, userId);
  if (id === undefined) await deleteSessions(ctx.db, user.id);
  else if (!(await deleteSession(ctx.db, user.id, id))) throw notFound();
  await audit(ctx, id === undefined ? 'session.end-all' : 'session.end', {
    kind: 'user',
    id: user.id,
    title: user.name,
  });
}

export async function listTokensOf(ctx: MunicipalContext, userId: string): Promise<AccessTokenRow[]> {
  return listAccessTokens(ctx.db, await readWholeUser(ctx, userId));
}

export async function revokeTokenOf(ctx: MunicipalContext, userId: string, id: string): Promise<void> {
  const user = await readWholeUser(ctx, userId);
  if (!(await revokeAccessToken(ctx.db, user.id, id, ctx.now))) throw notFound();
  await audit(ctx, 'token.revoke', { kind: 'user', id: user.id, title: user.name });
}
