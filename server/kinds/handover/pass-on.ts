import { z } from 'zod';
import { addEffect } from '../../effects/add-effect.ts';
import { defineEffect } from '../../effects/effect.ts';
import { addDays, instantInJapan } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { lockRecord } from '../../records/store.ts';
import { listMembershipsInForce } from '../../settings/users/memberships-store.ts';
import { listTasksLeft, passTasks, readTasksById, taskAt, taskPath } from '../task/index.ts';
import {
  insertItems,
  listHandoverItems,
  readHandover,
  setItemTask,
  setPassed,
  type HandoverItemRow,
  type NamedHandover,
} from './store.ts';

/**
 * What carried the former one's id becomes the successor's once the last day is over, or on it: now, or on the day after. Not as long
 * as the successor does not hold the role.
 */
export async function passOn(ctx: MunicipalContext, id: string): Promise<void> {
  const row = await readHandover(ctx.db, ctx.municipality.id, id);
  if (!row || row.passed_at !== null || row.to_user_id === null) return;
  if (row.ends_on <= ctx.today && (await passNow(ctx, row, row.to_user_id))) return;
  if (row.ends_on >= ctx.today)
    await addEffect(ctx, {
      type: 'passHandover',
      params: { handover: id },
      dueAt: instantInJapan(addDays(row.ends_on, 1)),
      uniqueKey: `handover:${id}`,
    });
}

export const handoverEffects = [
  defineEffect({
    type: 'passHandover',
    params: z.object({ handover: z.string() }),
    async perform(ctx, { params: { handover } }) {
      await lockRecord(ctx.db, 'handovers', ctx.municipality.id, handover);
      await passOn(ctx, handover);
    },
  }),
];

/** False: the successor does not hold the role yet, and there is something that waits for them. */
async function passNow(ctx: MunicipalContext, row: NamedHandover, to: string): Promise<boolean> {
  const { from_user_id: userId, role, area_path: areaPath, council_id: councilId, ends_on: endsOn } = row;
  const tasks = userId === null ? [] : await listTasksLeft(ctx, { userId, role, areaPath, councilId, endsOn });
  if (tasks.length > 0) {
    if (row.to_disabled_at !== null || !(await holdsNow(ctx, row, to))) return false;
    await passTasks(ctx, tasks, to);
    // Which they were, for whoever is named later.
    const items = await listHandoverItems(ctx.db, row.id);
    const added: HandoverItemRow[] = [];
    for (const task of tasks) {
      const item = items.find(({ path }) => taskAt(path) === task.id);
      if (item) await setItemTask(ctx.db, item.id, task.id);
      else
        added.push({
          id: ctx.newId(),
          municipality_id: ctx.municipality.id,
          handover_id: row.id,
          position: items.length + added.length,
          kind: 'task-mine',
          record_id: task.id,
          need_id: task.need_id,
          path: taskPath(task),
          title: task.need_id === null ? task.text : say(ctx.language, 'home.task.ofNeed'),
          since: null,
          note: '',
        });
    }
    await insertItems(ctx.db, added);
  }
  await setPassed(ctx.db, row.id, ctx.now);
  return true;
}

/** Those of the tasks that were passed which are still open and with the one named before become another's. */
export async function passAgain(ctx: MunicipalContext, row: NamedHandover, to: string): Promise<void> {
  const ids = (await listHandoverItems(ctx.db, row.id)).flatMap(({ kind, record_id: id }) =>
    id !== null && !Object.hasOwn(ctx.kinds, kind) ? [id] : [],
  );
  const theirs = (await readTasksById(ctx.db, ids)).filter(
    ({ state, member_id, member_user_id, assignee }) =>
      state === 'open' && (member_id === null ? assignee === row.to_name : member_user_id === row.to_user_id),
  );
  await passTasks(ctx, theirs, to);
}

/** Does this account hold the role that was handed over today? */
export async function holdsNow(
  ctx: MunicipalContext,
  { municipality_id, role, area_path, organisation_id }: NamedHandover,
  userId: string,
): Promise<boolean> {
  return (await listMembershipsInForce(ctx.db, userId, ctx.today)).some(
    (held) =>
      held.municipality_id === municipality_id &&
      held.role === role &&
      area_path.startsWith(held.area_path) &&
      (role !== 'provider' || held.organisation_id === organisation_id),
  );
}
