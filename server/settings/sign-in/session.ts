import { randomBytes } from 'node:crypto';
import type { Language } from '../../../rules/types.ts';
import { updateVersion } from '../../database/versioned.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { addDays, instantInJapan } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { AppError, invalid, notFound } from '../../kernel/errors.ts';
import { changedFields } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { listMunicipalities } from '../municipality/store.ts';
import { auditAccount, readSelf, type Account } from '../users/account.ts';
import { listMembershipsInForce } from '../users/memberships-store.ts';
import { listDemoUsers, type DemoUserRow } from '../users/store.ts';
import { insertAccessToken, listAccessTokens, revokeAccessToken, type AccessTokenRow } from './access-tokens-store.ts';
import { readDue } from './dues.ts';
import { hashToken } from './recognise.ts';
import { deleteSession } from './sessions-store.ts';

/** Ends the session that asks. */
export async function signOut(ctx: Context): Promise<void> {
  const user = await readSelf(ctx);
  if (ctx.sessionId) await deleteSession(ctx.db, user.id, ctx.sessionId);
  await auditAccount(ctx, user, 'sign-out');
}

/** The asker with the memberships in force today. */
export async function readAccount(ctx: Context): Promise<Account> {
  const user = await readSelf(ctx);
  const memberships = await listMembershipsInForce(ctx.db, user.id, ctx.today);
  return { user, memberships, due: await readDue(ctx, user, memberships) };
}

/** Changes the asker's own name or language; the last one wins. */
export async function changeAccount(ctx: Context, patch: { name?: string; language?: Language }): Promise<Account> {
  const user = await readSelf(ctx);
  const changed = changedFields({ name: user.name, language: user.language }, patch);
  if (Object.keys(changed).length > 0) {
    const version = await updateVersion(ctx.db, 'users', user.id, user.version, patch);
    if (version === null) throw new AppError('conflict', 'stale');
    await auditAccount(ctx, user, 'user.update', { version, changed: tellChanges(changed, ['language']) });
  }
  return readAccount(ctx);
}

export async function listOwnTokens(ctx: Context): Promise<AccessTokenRow[]> {
  return listAccessTokens(ctx.db, await readSelf(ctx));
}

/** No token is good for longer, in days; one that says nothing is good for so long. */
const mostDays = 366;

/**
 * Makes a token for scripts. `secret` is told this once: only its hash is kept. `expiresOn` is the last day it works, a year
 * from now at most. It may do what its person may, of `kinds` (the API's tags; all where nothing is said), and only read where
 * `scope` is `read`; the account itself is no token's to change.
 */
export async function createToken(
  ctx: Context,
  input: { name: string; expiresOn?: string; scope: 'read' | 'write'; kinds?: string[] },
): Promise<AccessTokenRow & { secret: string }> {
  const user = await readSelf(ctx);
  if (input.expiresOn && input.expiresOn < ctx.today)
    throw invalid([{ path: '/expiresOn', code: 'past', message: say(ctx.language, 'settings.issue.past') }]);
  const last = addDays(ctx.today, mostDays);
  if (input.expiresOn && input.expiresOn > last)
    throw invalid([{ path: '/expiresOn', code: 'late', message: say(ctx.language, 'settings.issue.tokenLate') }]);
  const secret = `sasaeai_${randomBytes(32).toString('base64url')}`;
  const row: AccessTokenRow = {
    id: ctx.newId(),
    user_id: user.id,
    name: input.name,
    hash: hashToken(secret),
    credentials: user.credentials,
    scope: input.scope,
    kinds: input.kinds ? JSON.stringify(input.kinds) : null,
    created_at: ctx.now,
    expires_at: instantInJapan(input.expiresOn ?? last, 24),
    last_used_at: null,
    revoked_at: null,
  };
  await insertAccessToken(ctx.db, row);
  await auditAccount(ctx, user, 'token.create');
  return { ...row, secret };
}

export async function revokeToken(ctx: Context, id: string): Promise<void> {
  const user = await readSelf(ctx);
  if (!(await revokeAccessToken(ctx.db, user.id, id, ctx.now))) throw notFound();
  await auditAccount(ctx, user, 'token.revoke');
}

/** What the sign-in page offers to choose from. */
export async function listSignInMunicipalities(ctx: Context): Promise<{ code: string; name: string }[]> {
  return (await listMunicipalities(ctx.db)).map(({ code, name }) => ({ code, name }));
}

type DemoAccount = Pick<DemoUserRow, 'email' | 'name' | 'role'> & {
  municipality: { code: string; name: string };
  areas: string[];
};

/** The demonstration's accounts, each role once with the areas it is held in, for a server that shows them. */
export async function listDemoAccounts(ctx: Context): Promise<DemoAccount[]> {
  const accounts = Map.groupBy(await listDemoUsers(ctx.db), (row) => `${row.email} ${row.role} ${row.code}`);
  return [...accounts.values()].flatMap(([first, ...more]) => {
    if (!first) return [];
    const { area, code, municipality, ...account } = first;
    return [{ ...account, municipality: { code, name: municipality }, areas: [area, ...more.map((row) => row.area)] }];
  });
}
