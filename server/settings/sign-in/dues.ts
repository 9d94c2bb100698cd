import type { Context } from '../../kernel/context.ts';
import type { Due } from '../../kernel/due.ts';
import { AppError } from '../../kernel/errors.ts';
import type { NamedMembershipRow } from '../users/memberships-store.ts';
import { setPasswordTooShort, type UserRow } from '../users/store.ts';
import { isTooShort } from './password-rules.ts';
import { hasSecondFactor } from './second-factor.ts';

type Demand = Pick<NamedMembershipRow, 'role' | 'second_factor_roles'>;

const isDemanded = (memberships: readonly Demand[]): boolean =>
  memberships.some((row) => row.second_factor_roles.split(',').includes(row.role));

/** What an account has to do first, by its memberships in force; null: nothing. */
export async function readDue(ctx: Context, user: UserRow, memberships: readonly Demand[]): Promise<Due | null> {
  if (user.password_too_short) return 'password';
  return isDemanded(memberships) && !(await hasSecondFactor(ctx, user.id)) ? 'secondFactor' : null;
}

/** Throws not-allowed for whoever has something to do first. */
export function refuseDue(due: Due | null): void {
  if (due === 'password') throw new AppError('not-allowed', 'passwordTooShort');
  if (due === 'secondFactor') throw new AppError('not-allowed', 'secondFactorNeeded');
}

/** Notes at sign-in, the only time when it is known, whether the password has to be changed. */
export async function notePassword(ctx: Context, user: UserRow, password: string): Promise<UserRow> {
  const password_too_short = isTooShort(password) ? 1 : 0;
  if (password_too_short !== user.password_too_short) await setPasswordTooShort(ctx.db, user.id, password_too_short);
  return { ...user, password_too_short };
}
