import { updateVersion } from '../../database/versioned.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { changedFields } from '../../kernel/stale.ts';
import { listCouncilMembers, runsTo } from '../council/index.ts';
import { readUser } from '../../settings/users/store.ts';
import { listOpenTasksOf } from './store.ts';

/** What somebody has taken on in councils of an area becomes another's: of their seat there, or of their name where they have none. */
export async function passTasks(
  ctx: MunicipalContext,
  { areaPath, from, to }: { areaPath: string; from: string; to: string },
): Promise<void> {
  const name = (await readUser(ctx.db, to))?.name ?? null;
  for (const task of await listOpenTasksOf(ctx.db, ctx.municipality.id, from, areaPath)) {
    const seat = (await listCouncilMembers(ctx.db, task.council_id)).find(
      (member) => member.user_id === to && runsTo(member, ctx.today),
    );
    const values = { member_id: seat?.id ?? null, assignee: seat ? null : name };
    const version = await updateVersion(ctx.db, 'tasks', task.id, task.version, values);
    if (version === null) throw new Error(`the task ${task.id} was changed meanwhile`); // tried again
    await audit(
      ctx,
      'task.change',
      { kind: 'task', id: task.id, title: '' },
      { version, changed: tellChanges(changedFields({ ...task }, values), ['member_id']) },
    );
  }
}
