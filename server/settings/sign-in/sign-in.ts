import { audit, type Actor, type Context } from '../../kernel/context.ts';
import { AppError, invalid } from '../../kernel/errors.ts';
import type { Installation } from '../../kernel/installation.ts';
import { say } from '../../kernel/texts/index.ts';
import { listMunicipalities, readMunicipalityByCode, type MunicipalityRow } from '../municipality/store.ts';
import { accountKey, auditAccount, type Account, type Attempted } from '../users/account.ts';
import { listMembershipsInForce } from '../users/memberships-store.ts';
import { readUser, readUserByEmail, setUserSeen, type UserRow } from '../users/store.ts';
import { forgetAttempts, takeBackAttempt, type Attempt } from './attempts-store.ts';
import { countOrRefuse } from './count-or-refuse.ts';
import { notePassword, readDue } from './dues.ts';
import { inHashTurn } from './hash-turn.ts';
import { knows, latestOf, remember, type KnownBrowser } from './known-browser.ts';
import { networkOf } from './network-of.ts';
import type { InShort } from './own-password.ts';
import { verifyPassword } from './passwords.ts';
import { hasSecondFactor, spendCode } from './second-factor.ts';

const asUser = (user: UserRow): Actor => ({
  kind: 'user',
  id: user.id,
  name: user.name,
  email: user.email,
  memberships: [],
});
const unknownActor: Actor = { kind: 'system', id: null, name: '—', memberships: [] };

/** The municipality to sign in to, by its code; the only one where there is only one. Undefined: there is none of that code. */
async function readMunicipalityToEnter(ctx: Context, code: string | undefined): Promise<MunicipalityRow | undefined> {
  if (code !== undefined) return readMunicipalityByCode(ctx.db, code);
  const [only, ...others] = await listMunicipalities(ctx.db);
  if (others.length > 0)
    throw invalid([
      { path: '/municipality', code: 'municipality', message: say(ctx.language, 'settings.issue.municipality') },
    ]);
  return only;
}

export type SignInInput = {
  municipality?: string | undefined;
  email: string;
  password: string;
  code?: string | undefined;
  address: string;
  browser: KnownBrowser | null;
};

/** What was found before the transaction: whose account it is, as it stood, and whether the password was right then. */
export type CheckedSignIn = { user: UserRow | undefined; right: boolean; attempt: Attempt };

/**
 * Counts the attempt and checks the password, outside any transaction. Unknown accounts, and those without a password, take
 * the same time. Throws too-many where there are too many at once, or too many that failed.
 */
export async function checkSignIn(
  installation: Installation,
  inShort: InShort,
  input: SignInInput,
): Promise<CheckedSignIn> {
  const network = networkOf(input.address);
  // A browser that signed in before waits on its own account, not on whoever shares its address.
  const hasher = input.browser ? { key: latestOf(input.browser), known: true } : { key: network, known: false };
  return inHashTurn(installation, hasher, async () => {
    const { user, attempt } = await inShort(async (ctx) => {
      const municipality = await readMunicipalityToEnter(ctx, input.municipality);
      const email = input.email.toLowerCase();
      const account = accountKey(municipality?.id, email);
      const browser = input.browser && knows(installation, input.browser, account, ctx.now) ? input.browser.id : null;
      const counted: Attempt = { account, network, browser };
      await countOrRefuse(ctx, counted);
      return { attempt: counted, user: municipality && (await readUserByEmail(ctx.db, municipality.id, email)) };
    });
    return { user, attempt, right: await verifyPassword(user?.password_hash, input.password) };
  });
}

/**
 * Lets somebody in whose password was right, if nothing has changed since, and whose code is right, where they have a second
 * factor. Unknown, disabled and wrong are answered alike; failures stay counted and go on record. `browser` is what the
 * browser is to hold from now on.
 */
export async function signIn(
  ctx: Context,
  installation: Installation,
  { user: seen, right, attempt }: CheckedSignIn,
  input: SignInInput,
): Promise<Attempted<Account & { browser: string }>> {
  const current = seen && (await readUser(ctx.db, seen.id));
  const asker = { ...ctx, actor: unknownActor };
  const { address } = input;
  if (!current || !right || current.password_hash !== seen.password_hash || current.disabled_at) {
    if (current) await auditAccount(asker, current, 'sign-in.failed', { address });
    else await audit(asker, 'sign-in.failed', null, { address });
    return { refusal: new AppError('unauthenticated', 'wrongCredentials') };
  }
  if (await hasSecondFactor(ctx, current.id)) {
    if (!input.code) {
      // Right so far: not counted, but nothing that failed before is forgotten, or codes could be guessed in between.
      await takeBackAttempt(ctx.db, attempt);
      return { refusal: new AppError('unauthenticated', 'codeNeeded') };
    }
    const by = await spendCode(ctx, installation, current.id, input.code);
    if (!by) {
      await auditAccount(asker, current, 'second-factor.failed', { address });
      return { refusal: new AppError('unauthenticated', 'wrongCode') };
    }
    if (by === 'recovery')
      await auditAccount({ ...ctx, actor: asUser(current) }, current, 'second-factor.recovery', { address });
  }
  await forgetAttempts(ctx.db, attempt);
  await setUserSeen(ctx.db, current.id, ctx.now);
  const user = await notePassword(ctx, current, input.password);
  await auditAccount({ ...ctx, actor: asUser(user) }, user, 'sign-in', { address });
  const memberships = await listMembershipsInForce(ctx.db, user.id, ctx.today);
  return {
    done: {
      user,
      memberships,
      due: await readDue(ctx, user, memberships),
      browser: remember(installation, input.browser, attempt.account, ctx.now),
    },
  };
}
