import { z } from 'zod';
import { addEffect } from '../../effects/add-effect.ts';
import { defineEffect } from '../../effects/effect.ts';
import { addDays, instantInJapan } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { listBegun, passBegun } from '../../records/answer-drafts/begun.ts';
import { lockRecord } from '../../records/store.ts';
import { toMembership } from '../../settings/sign-in/recognise.ts';
import { listMembershipsInForce } from '../../settings/users/memberships-store.ts';
import { listSeatsOf, readCouncilMember, succeedTo, giveBack, type CouncilMemberRow } from '../council/index.ts';
import { listTasksLeft, passTasks, readTasksById, taskAt, taskPath } from '../task/index.ts';
import { begunAt, listBegunOf } from './open.ts';
import {
  insertItems,
  listHandoverItems,
  readHandover,
  setItemTask,
  setPassed,
  setSeatsGiven,
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
  const begun = (await listBegunOf(ctx, row)).flatMap((open) => begunAt(open) ?? []);
  const seats = row.takes_seat === 1 ? await seatsLeft(ctx, row) : [];
  if (
    tasks.length + begun.length + seats.length > 0 &&
    (row.to_disabled_at !== null || !(await holdsNow(ctx, row, to)))
  )
    return false;
  if (userId !== null) await passAllBegun(ctx, userId, begun, to);
  if (seats.length > 0) await setSeatsGiven(ctx.db, row.id, await succeedTo(ctx, seats, to, addDays(endsOn, 1)));
  if (tasks.length > 0) {
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

/** The successor goes on with those of these half-done answers that they may see. */
async function passAllBegun(ctx: MunicipalContext, from: string, ids: string[], to: string): Promise<void> {
  if (ids.length === 0) return;
  const memberships = (await listMembershipsInForce(ctx.db, to, ctx.today)).map(toMembership);
  const actor = { kind: 'user' as const, id: to, name: '', email: '', memberships };
  for (const begun of await listBegun(ctx, from))
    if (ids.includes(begun.id) && begun.record?.seenBy(actor)) await passBegun(ctx, begun.id, actor);
}

/** Seats of the former one in councils that ended with the role. */
async function seatsLeft(ctx: MunicipalContext, row: NamedHandover): Promise<CouncilMemberRow[]> {
  const { from_user_id: userId, role, area_path: areaPath, council_id: councilId, member_id: memberId } = row;
  const seats =
    councilId !== null && memberId !== null
      ? [await readCouncilMember(ctx.db, councilId, memberId)]
      : userId !== null
        ? await listSeatsOf(ctx.db, ctx.municipality.id, { userId, role, areaPath })
        : [];
  return seats.flatMap((seat) => (seat?.ends_on === row.ends_on ? [seat] : []));
}

/** Those of the tasks that were passed which are still open and with the one named before become another's, as do half-done answers, and the seats from today on. */
export async function passAgain(ctx: MunicipalContext, row: NamedHandover, to: string): Promise<void> {
  const items = await listHandoverItems(ctx.db, row.id);
  if (row.to_user_id !== null)
    await passAllBegun(
      ctx,
      row.to_user_id,
      items.flatMap((item) => begunAt(item) ?? []),
      to,
    );
  const ids = items.flatMap(({ kind, record_id: id }) => (id !== null && !Object.hasOwn(ctx.kinds, kind) ? [id] : []));
  const theirs = (await readTasksById(ctx.db, ids)).filter(
    ({ state, member_id, member_user_id, assignee }) =>
      state === 'open' && (member_id === null ? assignee === row.to_name : member_user_id === row.to_user_id),
  );
  if (row.takes_seat === 1) {
    const from = [ctx.today, addDays(row.ends_on, 1)].toSorted()[1] ?? ctx.today;
    await giveBack(ctx, JSON.parse(row.seats_given) as string[], from);
    await setSeatsGiven(ctx.db, row.id, await succeedTo(ctx, await seatsLeft(ctx, row), to, from));
  }
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
