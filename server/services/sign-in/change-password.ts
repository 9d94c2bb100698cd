import { forgetAttempts, type Attempt } from '../../store/sign-in-attempts.ts';
import { updateVersion } from '../../store/versioned.ts';
import { say } from '../../texts/index.ts';
import { accountKey, auditAccount, readSelf, type Attempted } from '../account.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import type { Installation } from '../installation.ts';
import { hashPassword, verifyPassword } from '../passwords.ts';
import { countOrRefuse } from './count-or-refuse.ts';
import { inHashTurn } from './hash-turn.ts';
import { networkOf } from './network-of.ts';
import { refuseWeakPassword } from './password-rules.ts';
import type { InShort } from './sign-in.ts';

export type PasswordChange = { current: string; next: string; address: string };

/** The new password's hash (null: the present one was wrong), and the hash that the present one was compared with. */
export type CheckedChange = { hash: string | null; seen: string; attempt: Attempt; address: string };

/** Counts the attempt, checks the present password and hashes the new one, outside any transaction. Throws too-many, and invalid for a new one that is too weak. */
export async function checkPasswordChange(installation: Installation, inShort: InShort, input: PasswordChange): Promise<CheckedChange> {
  const { user, attempt } = await inShort(async (ctx) => {
    const self = await readSelf(ctx);
    await refuseWeakPassword(ctx, self, input.next, '/next');
    // Who is signed in is no stranger: others' failures are none of theirs.
    const counted: Attempt = { account: accountKey(self.municipality_id, self.email), network: networkOf(input.address), browser: self.id };
    await countOrRefuse(ctx, counted);
    return { user: self, attempt: counted };
  });
  const hash = await inHashTurn(installation, { key: user.id, known: true }, async () =>
    (await verifyPassword(user.password_hash, input.current)) ? hashPassword(input.next) : null,
  );
  return { hash, seen: user.password_hash, attempt, address: input.address };
}

/** Sets a new password, which ends every session and token. Answers whom a new session is for. */
export async function changePassword(ctx: Context, { hash, seen, attempt, address }: CheckedChange): Promise<Attempted<{ id: string; credentials: number }>> {
  const user = await readSelf(ctx);
  if (hash === null) {
    await auditAccount(ctx, user, 'password.failed', { address });
    return { refusal: new AppError('invalid', 'wrongPassword', { issues: [{ path: '/current', code: 'wrongPassword', message: say(ctx.language, 'errors.wrongPassword.title') }] }) };
  }
  if (user.password_hash !== seen) throw new AppError('conflict', 'stale');
  await forgetAttempts(ctx.db, attempt);
  const credentials = user.credentials + 1;
  const version = await updateVersion(ctx.db, 'users', user.id, user.version, { password_hash: hash, password_set_at: ctx.now, credentials });
  if (version === null) throw new AppError('conflict', 'stale');
  await auditAccount(ctx, user, 'password.change');
  return { done: { id: user.id, credentials } };
}
