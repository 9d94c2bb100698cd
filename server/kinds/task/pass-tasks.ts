import { updateVersion } from '../../database/versioned.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { addDays } from '../../kernel/clock.ts';
import { audit, type MunicipalContext, type Role } from '../../kernel/context.ts';
import { changedFields, staleConflict } from '../../kernel/stale.ts';
import { isOver } from '../../settings/users/invitations.ts';
import { listMembershipsOf } from '../../settings/users/memberships-store.ts';
import { readUser } from '../../settings/users/store.ts';
import { listCouncilMembers, runsTo } from '../council/index.ts';
import { listOpenTasksOf, type NamedTask, type TaskRow } from './store.ts';

/** Roles whose work is in councils, and the offices there that go with each. */
const officesOf: Partial<Record<Role, string[]>> = {
  tier1: ['coordinator'],
  tier2: ['coordinator'],
  member: ['member', 'chair', 'vice-chair'],
  centre: ['member', 'chair', 'vice-chair'],
};

/** A role or an office (of a council) that ends with a day. */
export type EndedRole = { userId: string; role: Role; areaPath: string; councilId: string | null; endsOn: string };

/**
 * Open tasks that somebody leaves behind with a role: of an office those in its council; of an account's role those in councils of its
 * area where they keep no other role, and no office that goes with another.
 */
export async function listTasksLeft(ctx: MunicipalContext, ended: EndedRole): Promise<NamedTask[]> {
  const { db, municipality, today } = ctx;
  const { userId, role, areaPath, councilId, endsOn } = ended;
  if (councilId !== null) return listOpenTasksOf(db, municipality.id, userId, { councilId });
  const offices = officesOf[role];
  if (!offices) return [];
  const dayAfter = addDays(endsOn, 1);
  const day = dayAfter < today ? today : dayAfter;
  const kept = (await listMembershipsOf(db, municipality.id, [userId]))
    .filter((membership) => officesOf[membership.role] && !isOver(membership, day))
    .map(({ area_path }) => area_path);
  const tasks = await listOpenTasksOf(db, municipality.id, userId, { areaPath, offices, day });
  return tasks.filter(({ area_path }) => !kept.some((path) => area_path.startsWith(path)));
}

/** Tasks become another's: of their seat in the council, or of their name where they have none. Throws `stale` where one was changed meanwhile. */
export async function passTasks(ctx: MunicipalContext, tasks: readonly TaskRow[], to: string): Promise<void> {
  const name = (await readUser(ctx.db, to))?.name ?? null;
  for (const { id, council_id, member_id, assignee, version } of tasks) {
    const seat = (await listCouncilMembers(ctx.db, council_id)).find(
      (member) => member.user_id === to && runsTo(member, ctx.today),
    );
    const values = { member_id: seat?.id ?? null, assignee: seat ? null : name };
    const given = { ...values, assigned_at: ctx.now, assigned_by: ctx.actor.id };
    const next = await updateVersion(ctx.db, 'tasks', id, version, given);
    if (next === null) throw await staleConflict(ctx, 'task', id, version, { id, version });
    await audit(
      ctx,
      'task.change',
      { kind: 'task', id, title: '' },
      { version: next, changed: tellChanges(changedFields({ member_id, assignee }, values), ['member_id']) },
    );
  }
}
