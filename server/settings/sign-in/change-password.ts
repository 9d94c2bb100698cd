import { updateVersion } from '../../database/versioned.ts';
import type { Context } from '../../kernel/context.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Installation } from '../../kernel/installation.ts';
import { auditAccount, readSelf, type Attempted } from '../users/account.ts';
import { withdrawPasswordLinks } from '../users/invitations-store.ts';
import { forgetAttempts } from './attempts-store.ts';
import { checkOwnPassword, refuseWrongPassword, type CheckedPassword, type InShort } from './own-password.ts';
import { refuseWeakPassword } from './password-rules.ts';
import { hashPassword } from './passwords.ts';

export type PasswordChange = { current: string; next: string; address: string };

/** `more`: the new password's hash. */
export type CheckedChange = CheckedPassword & { more?: string };

/** Checks the present password and hashes the new one, outside any transaction. Throws too-many, and invalid for a new one that is too weak. */
export async function checkPasswordChange(
  installation: Installation,
  inShort: InShort,
  { current, next, address }: PasswordChange,
): Promise<CheckedChange> {
  return checkOwnPassword(
    installation,
    inShort,
    { password: current, address },
    { before: (ctx, user) => refuseWeakPassword(ctx, user, next, '/next'), more: () => hashPassword(next) },
  );
}

/** Sets a new password, which ends every session and token. Answers whom a new session is for. */
export async function changePassword(
  ctx: Context,
  checked: CheckedChange,
): Promise<Attempted<{ id: string; credentials: number }>> {
  const user = await readSelf(ctx);
  const refusal = await refuseWrongPassword(ctx, user, checked, 'current');
  if (refusal) return { refusal };
  await forgetAttempts(ctx.db, checked.attempt);
  const credentials = user.credentials + 1;
  const version = await updateVersion(ctx.db, 'users', user.id, user.version, {
    password_hash: checked.more,
    password_set_at: ctx.now,
    password_too_short: 0,
    credentials,
  });
  if (version === null) throw new AppError('conflict', 'stale');
  await withdrawPasswordLinks(ctx.db, user.id, ctx.now);
  await auditAccount(ctx, user, 'password.change');
  return { done: { id: user.id, credentials } };
}
