import { readUser, readUserByEmail, setUserSeen, type UserRow } from '../../store/users.ts';
import { listMunicipalities, readMunicipalityByCode, type MunicipalityRow } from '../../store/municipalities.ts';
import { listMembershipsInForce } from '../../store/memberships.ts';
import { forgetAttempts, type Attempt } from '../../store/sign-in-attempts.ts';
import { say } from '../../texts/index.ts';
import { accountKey, auditAccount, type Account, type Attempted } from '../account.ts';
import { audit, type Actor, type Context } from '../context.ts';
import { AppError, invalid } from '../errors.ts';
import type { Installation } from '../installation.ts';
import { verifyPassword } from '../passwords.ts';
import { countOrRefuse } from './count-or-refuse.ts';
import { inHashTurn } from './hash-turn.ts';
import { networkOf } from './network-of.ts';

const asUser = (user: UserRow): Actor => ({ kind: 'user', id: user.id, name: user.name, email: user.email, memberships: [] });
const unknownActor: Actor = { kind: 'system', id: null, name: '—', memberships: [] };

/** The municipality to sign in to, by its code; the only one where there is only one. Undefined: there is none of that code. */
async function readMunicipalityToEnter(ctx: Context, code: string | undefined): Promise<MunicipalityRow | undefined> {
  if (code !== undefined) return readMunicipalityByCode(ctx.db, code);
  const [only, ...others] = await listMunicipalities(ctx.db);
  if (others.length > 0) throw invalid([{ path: '/municipality', code: 'municipality', message: say(ctx.language, 'settings.issue.municipality') }]);
  return only;
}

/** Runs `work` in a short transaction of its own. */
export type InShort = <T>(work: (ctx: Context) => Promise<T>) => Promise<T>;

export type SignInInput = { municipality?: string | undefined; email: string; password: string; address: string };

/** What was found before the transaction: whose account it is, as it stood, and whether the password was right then. */
export type CheckedSignIn = { user: UserRow | undefined; right: boolean; attempt: Attempt; address: string };

/**
 * Counts the attempt and checks the password, outside any transaction. Unknown accounts, and those without a password, take
 * the same time. Throws too-many where there are too many at once, or too many that failed.
 */
export async function checkSignIn(installation: Installation, inShort: InShort, input: SignInInput): Promise<CheckedSignIn> {
  return inHashTurn(installation, { key: networkOf(input.address), known: false }, async () => {
    const { user, attempt } = await inShort(async (ctx) => {
      const municipality = await readMunicipalityToEnter(ctx, input.municipality);
      const email = input.email.toLowerCase();
      const counted: Attempt = { account: accountKey(municipality?.id, email), network: networkOf(input.address), browser: null };
      await countOrRefuse(ctx, counted);
      return { attempt: counted, user: municipality && (await readUserByEmail(ctx.db, municipality.id, email)) };
    });
    return { user, attempt, address: input.address, right: await verifyPassword(user?.password_hash, input.password) };
  });
}

/** Lets somebody in whose password was right, if nothing has changed since. Unknown, disabled and wrong are answered alike; failures stay counted and go on record. */
export async function signIn(ctx: Context, { user: seen, right, attempt, address }: CheckedSignIn): Promise<Attempted<Account>> {
  const user = seen && (await readUser(ctx.db, seen.id));
  if (!user || !right || user.password_hash !== seen.password_hash || user.disabled_at) {
    const asked = { ...ctx, actor: unknownActor };
    if (user) await auditAccount(asked, user, 'sign-in.failed', { address });
    else await audit(asked, 'sign-in.failed', null, { address });
    return { refusal: new AppError('unauthenticated', 'wrongCredentials') };
  }
  await forgetAttempts(ctx.db, attempt);
  await setUserSeen(ctx.db, user.id, ctx.now);
  await auditAccount({ ...ctx, actor: asUser(user) }, user, 'sign-in', { address });
  return { done: { user, memberships: await listMembershipsInForce(ctx.db, user.id, ctx.today) } };
}
