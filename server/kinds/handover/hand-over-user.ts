import type { MunicipalContext } from '../../kernel/context.ts';
import { addDays } from '../../kernel/clock.ts';
import type { HomePart } from '../../records/home.ts';
import { isOver } from '../../settings/users/invitations.ts';
import { changeMembership, readUserRecord } from '../../settings/users/users.ts';
import type { NamedMembershipRow } from '../../settings/users/memberships-store.ts';
import { handOver, readOpenOf } from './handovers.ts';
import { successorsOf } from './open.ts';
import { hasHandoverOf } from './store.ts';

type Candidate = { id: string; name: string };

/** The account's roles in force, and those whose last day was yesterday and which nobody has handed over. */
async function rolesToHandOver(ctx: MunicipalContext, userId: string): Promise<NamedMembershipRow[]> {
  const { memberships } = await readUserRecord(ctx, userId);
  const yesterday = addDays(ctx.today, -1);
  const roles: NamedMembershipRow[] = [];
  for (const role of memberships) {
    const { ended_at, starts_on, ends_on } = role;
    if (ended_at !== null || starts_on > ctx.today || (ends_on !== null && ends_on < yesterday)) continue;
    if (ends_on !== yesterday || !(await hasHandoverOf(ctx.db, userId, role, yesterday))) roles.push(role);
  }
  return roles;
}

const candidatesOf = (ctx: MunicipalContext, userId: string, role: NamedMembershipRow): Promise<Candidate[]> =>
  successorsOf(ctx, { ...role, from_user_id: userId, from_name: '' });

/** How much is open in the roles of an account, and how many seats in councils end with them. */
export async function readOpenOfUser(
  ctx: MunicipalContext,
  parts: readonly HomePart[],
  userId: string,
): Promise<{ open: number; seats: number }> {
  let [open, seats] = [0, 0];
  for (const { id } of await rolesToHandOver(ctx, userId)) {
    const role = await readOpenOf(ctx, parts, { user: userId, membership: id });
    open += role.items.length;
    seats += role.seats.length;
  }
  return { open, seats };
}

/** Who could go on with one of an account's roles, by name; null: it has none to hand over. */
export async function listSuccessorsOfUser(ctx: MunicipalContext, userId: string): Promise<Candidate[] | null> {
  const roles = await rolesToHandOver(ctx, userId);
  const candidates = new Map<string, Candidate>();
  for (const role of roles)
    for (const candidate of await candidatesOf(ctx, userId, role)) candidates.set(candidate.id, candidate);
  return roles.length === 0 ? null : [...candidates.values()];
}

/**
 * Ends an account's roles at once and hands over what is open in each: to the successor where they hold the role too; else it waits for
 * somebody to say who goes on with it. Answers how much went to the successor.
 */
export async function handOverUser(
  ctx: MunicipalContext,
  parts: readonly HomePart[],
  userId: string,
  toUserId: string,
): Promise<number> {
  const roles = await rolesToHandOver(ctx, userId);
  // All of them first: what one gives the right to is kept from the successor of another.
  for (const role of roles)
    if (!isOver(role, ctx.today)) await changeMembership(ctx, userId, role.id, role.version, { ended: true });
  let handed = 0;
  for (const role of roles) {
    const ended = { userId, membershipId: role.id };
    const { items, version } = await readOpenOf(ctx, parts, { user: userId, membership: role.id });
    const isFit = (await candidatesOf(ctx, userId, role)).some(({ id }) => id === toUserId);
    if (!isFit && items.length === 0) continue;
    await handOver(ctx, parts, version, {
      ended,
      endsOn: null,
      toUserId: isFit ? toUserId : null,
      note: '',
      notes: [],
    });
    if (isFit) handed += items.length;
  }
  return handed;
}
