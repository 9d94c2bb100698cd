import { randomBytes } from 'node:crypto';
import type { Language } from '../../rules/types.ts';
import { insertAccessToken, listAccessTokens, revokeAccessToken, type AccessTokenRow } from '../store/access-tokens.ts';
import { listMembershipsInForce, type NamedMembershipRow } from '../store/memberships.ts';
import { countAttempt, forgetAttempts } from '../store/sign-in-attempts.ts';
import { listDemoUsers, readUser, readUserByEmail, setUserSeen, type DemoUserRow, type UserRow } from '../store/users.ts';
import { listMunicipalities, readMunicipalityByCode, type MunicipalityRow } from '../store/municipalities.ts';
import { updateVersion } from '../store/versioned.ts';
import { instantInJapan } from './clock.ts';
import { audit, type Actor, type Context } from './context.ts';
import { AppError, invalid, notFound } from './errors.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { hashToken } from './recognise.ts';
import { changedFields } from './stale.ts';
import { say } from '../texts/index.ts';

export type Account = { user: UserRow; memberships: NamedMembershipRow[] };

/** A good answer, or a refusal that must not take back what was written with it. */
export type Attempted<T> = { done: T; refusal?: undefined } | { done?: undefined; refusal: AppError };

const asUser = (user: UserRow): Actor => ({ kind: 'user', id: user.id, name: user.name, email: user.email, memberships: [] });
const unknownActor: Actor = { kind: 'system', id: null, name: '—', memberships: [] };
/** What failures are counted by: the same e-mail in another municipality is another's. */
const accountKey = (municipalityId: string | null | undefined, email: string): string => `${municipalityId ?? ''} ${email}`;
const recordOf = (user: UserRow) => ({ kind: 'user', id: user.id, title: user.name });

/** Throws `too-many` when an account or an address has failed too often; otherwise the attempt is counted. */
async function countOrRefuse(ctx: Context, email: string, address: string): Promise<void> {
  const wait = await countAttempt(ctx.db, { email, address });
  if (wait > 0) throw new AppError('too-many', 'tooManyAttempts', { retryAfter: wait, params: { minutes: Math.ceil(wait / 60) } });
}

/** A line in the account's own municipality, and in no other. */
async function auditAccount(ctx: Context, user: UserRow, action: string, details?: Record<string, unknown>): Promise<void> {
  await audit(user.municipality_id ? { ...ctx, municipality: { id: user.municipality_id } } : ctx, action, recordOf(user), details);
}

/** The municipality to sign in to, by its code; the only one where there is only one. Undefined: there is none of that code. */
async function readMunicipalityToEnter(ctx: Context, code: string | undefined): Promise<MunicipalityRow | undefined> {
  if (code !== undefined) return readMunicipalityByCode(ctx.db, code);
  const [only, ...others] = await listMunicipalities(ctx.db);
  if (others.length > 0) throw invalid([{ path: '/municipality', code: 'municipality', message: say(ctx.language, 'settings.issue.municipality') }]);
  return only;
}

/** Checks municipality, e-mail and password. Unknown, disabled and wrong answer alike and in the same time; failures are counted and on record. */
export async function signIn(ctx: Context, input: { municipality?: string | undefined; email: string; password: string; address: string }): Promise<Attempted<Account>> {
  const municipality = await readMunicipalityToEnter(ctx, input.municipality);
  const email = input.email.toLowerCase();
  const account = accountKey(municipality?.id, email);
  await countOrRefuse(ctx, account, input.address);
  const user = municipality && (await readUserByEmail(ctx.db, municipality.id, email));
  const right = await verifyPassword(user?.password_hash, input.password);
  if (!user || !right || user.disabled_at) {
    const asked = { ...ctx, actor: unknownActor };
    if (user) await auditAccount(asked, user, 'sign-in.failed', { address: input.address });
    else await audit(asked, 'sign-in.failed', null, { address: input.address });
    return { refusal: new AppError('unauthenticated', 'wrongCredentials') };
  }
  await forgetAttempts(ctx.db, { email: account, address: input.address });
  await setUserSeen(ctx.db, user.id, ctx.now);
  await auditAccount({ ...ctx, actor: asUser(user) }, user, 'sign-in', { address: input.address });
  return { done: { user, memberships: await listMembershipsInForce(ctx.db, user.id, ctx.today) } };
}

async function readSelf(ctx: Context): Promise<UserRow> {
  const user = ctx.actor.id ? await readUser(ctx.db, ctx.actor.id) : undefined;
  if (!user) throw notFound();
  return user;
}

export async function recordSignOut(ctx: Context): Promise<void> {
  await auditAccount(ctx, await readSelf(ctx), 'sign-out');
}

/** The asker with the memberships in force today. */
export async function readAccount(ctx: Context): Promise<Account> {
  const user = await readSelf(ctx);
  return { user, memberships: await listMembershipsInForce(ctx.db, user.id, ctx.today) };
}

/** Changes the asker's own name or language; the last one wins. */
export async function changeAccount(ctx: Context, patch: { name?: string; language?: Language }): Promise<Account> {
  const user = await readSelf(ctx);
  const changed = changedFields({ name: user.name, language: user.language }, patch);
  if (Object.keys(changed).length > 0) {
    const version = await updateVersion(ctx.db, 'users', user.id, user.version, patch);
    if (version === null) throw new AppError('conflict', 'stale');
    await auditAccount(ctx, user, 'user.update', { version, changed });
  }
  return readAccount(ctx);
}

/** Sets a new password and ends every other session. Answers the number that this session goes on with. */
export async function changePassword(ctx: Context, input: { current: string; next: string; address: string }): Promise<Attempted<{ userId: string; credentials: number }>> {
  const user = await readSelf(ctx);
  await countOrRefuse(ctx, accountKey(user.municipality_id, user.email), input.address);
  if (!(await verifyPassword(user.password_hash, input.current))) {
    await auditAccount(ctx, user, 'password.failed', { address: input.address });
    return { refusal: new AppError('invalid', 'wrongPassword', { issues: [{ path: '/current', code: 'wrongPassword', message: say(ctx.language, 'errors.wrongPassword.title') }] }) };
  }
  await forgetAttempts(ctx.db, { email: accountKey(user.municipality_id, user.email), address: input.address });
  const credentials = user.credentials + 1;
  const version = await updateVersion(ctx.db, 'users', user.id, user.version, { password_hash: await hashPassword(input.next), password_set_at: ctx.now, credentials });
  if (version === null) throw new AppError('conflict', 'stale');
  await auditAccount(ctx, user, 'password.change');
  return { done: { userId: user.id, credentials } };
}

export async function listOwnTokens(ctx: Context): Promise<AccessTokenRow[]> {
  return listAccessTokens(ctx.db, (await readSelf(ctx)).id);
}

/** Makes a token for scripts. `secret` is told this once: only its hash is kept. `expiresOn` is the last day it works. */
export async function createToken(ctx: Context, input: { name: string; expiresOn?: string }): Promise<AccessTokenRow & { secret: string }> {
  const user = await readSelf(ctx);
  if (input.expiresOn && input.expiresOn < ctx.today) throw invalid([{ path: '/expiresOn', code: 'past', message: say(ctx.language, 'settings.issue.past') }]);
  const secret = `sasaeai_${randomBytes(32).toString('base64url')}`;
  const row: AccessTokenRow = {
    id: ctx.newId(),
    user_id: user.id,
    name: input.name,
    hash: hashToken(secret),
    created_at: ctx.now,
    expires_at: input.expiresOn ? instantInJapan(input.expiresOn, 24) : null,
    last_used_at: null,
    revoked_at: null,
  };
  await insertAccessToken(ctx.db, row);
  await auditAccount(ctx, user, 'token.create', { name: input.name });
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

type DemoAccount = Pick<DemoUserRow, 'email' | 'name' | 'role'> & { municipality: { code: string; name: string }; areas: string[] };

/** The demonstration's accounts, each role once with the areas it is held in, for a server that shows them. */
export async function listDemoAccounts(ctx: Context): Promise<DemoAccount[]> {
  const accounts = Map.groupBy(await listDemoUsers(ctx.db), (row) => `${row.email} ${row.role} ${row.code}`);
  return [...accounts.values()].flatMap(([first, ...more]) => {
    if (!first) return [];
    const { area, code, municipality, ...account } = first;
    return [{ ...account, municipality: { code, name: municipality }, areas: [area, ...more.map((row) => row.area)] }];
  });
}
