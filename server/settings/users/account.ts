import type { AuditDetails } from '../../kernel/audit-details.ts';
import { audit, type Context } from '../../kernel/context.ts';
import type { Due } from '../../kernel/due.ts';
import { notFound, type AppError } from '../../kernel/errors.ts';
import type { NamedMembershipRow } from './memberships-store.ts';
import { readUser, type UserRow } from './store.ts';

/** `due`: what they have to do before anything else. */
export type Account = { user: UserRow; memberships: NamedMembershipRow[]; due: Due | null };

/** A good answer, or a refusal that must not take back what was written with it. */
export type Attempted<T> = { done: T; refusal?: undefined } | { done?: undefined; refusal: AppError };

/** What failures are counted by: the same e-mail in another municipality is another's. */
export const accountKey = (municipalityId: string | null | undefined, email: string): string =>
  `${municipalityId ?? ''} ${email}`;

/** A line in the account's own municipality, and in no other. */
export async function auditAccount(ctx: Context, user: UserRow, action: string, details?: AuditDetails): Promise<void> {
  const record = { kind: 'user', id: user.id, title: user.name };
  await audit(
    user.municipality_id ? { ...ctx, municipality: { id: user.municipality_id } } : ctx,
    action,
    record,
    details,
  );
}

/** The asker's own account. */
export async function readSelf(ctx: Context): Promise<UserRow> {
  const user = ctx.actor.id ? await readUser(ctx.db, ctx.actor.id) : undefined;
  if (!user) throw notFound();
  return user;
}
