import type { Context } from '../../kernel/context.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Installation } from '../../kernel/installation.ts';
import { say } from '../../kernel/texts/index.ts';
import { accountKey, auditAccount, readSelf } from '../users/account.ts';
import type { UserRow } from '../users/store.ts';
import type { Attempt } from './attempts-store.ts';
import { countOrRefuse } from './count-or-refuse.ts';
import { inHashTurn } from './hash-turn.ts';
import { networkOf } from './network-of.ts';
import { verifyPassword } from './passwords.ts';

/** Runs `work` in a short transaction of its own. */
export type InShort = <T>(work: (ctx: Context) => Promise<T>) => Promise<T>;

/** Was it the asker's password, compared with which stored hash? The attempt counts as failed until it is forgotten. */
export type CheckedPassword = { right: boolean; seen: string; attempt: Attempt; address: string };

/**
 * Checks the password of who is signed in, outside any transaction; `before` looks at the input first, `more` does what else
 * hashes in the same turn. Throws too-many.
 */
export async function checkOwnPassword<T = undefined>(
  installation: Installation,
  inShort: InShort,
  input: { password: string; address: string },
  { before, more }: { before?: (ctx: Context, user: UserRow) => Promise<void>; more?: () => Promise<T> } = {},
): Promise<CheckedPassword & { more?: T }> {
  const { user, attempt } = await inShort(async (ctx) => {
    const self = await readSelf(ctx);
    await before?.(ctx, self);
    // Who is signed in is no stranger: others' failures are none of theirs.
    const counted: Attempt = {
      account: accountKey(self.municipality_id, self.email),
      network: networkOf(input.address),
      browser: self.id,
    };
    await countOrRefuse(ctx, counted);
    return { user: self, attempt: counted };
  });
  return inHashTurn(installation, { key: user.id, known: true }, async () => {
    const right = await verifyPassword(user.password_hash, input.password);
    const checked = { right, seen: user.password_hash, attempt, address: input.address };
    return right && more ? { ...checked, more: await more() } : checked;
  });
}

/** The refusal of a wrong password, which is on record then; undefined: it was right. Throws a conflict when it has been changed meanwhile. */
export async function refuseWrongPassword(
  ctx: Context,
  user: UserRow,
  { right, seen, address }: CheckedPassword,
  field: string,
): Promise<AppError | undefined> {
  if (user.password_hash !== seen) throw new AppError('conflict', 'stale');
  if (right) return undefined;
  await auditAccount(ctx, user, 'password.failed', { address });
  return new AppError('invalid', 'wrongPassword', {
    issues: [{ path: `/${field}`, code: 'wrongPassword', message: say(ctx.language, 'errors.wrongPassword.title') }],
  });
}
