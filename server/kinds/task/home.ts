import type { MunicipalContext } from '../../kernel/context.ts';
import { hasRole, reachOf } from '../../kernel/reach.ts';
import { say } from '../../kernel/texts/index.ts';
import { atLeisure, type HomeItem, type HomePart } from '../../records/home.ts';
import { sayDay } from '../../settings/say-day.ts';
import { coordinates, councilReach } from '../council/index.ts';
import { taskPath } from './path.ts';
import { listHomeTasks, type HomeTask } from './store.ts';

const SHOWN = 10;

/** Until it is done: what somebody has taken on, what they coordinate for those without an account, and what they are asked. */
export const taskHome: HomePart = {
  async read(ctx) {
    if (!hasRole(ctx.actor, ['tier1', 'tier2', 'member', 'centre'])) return {};
    const tasks = await listHomeTasks(
      ctx.db,
      ctx.municipality.id,
      {
        user: ctx.actor.id,
        reach: councilReach(ctx.actor),
        works: coordinates(ctx.actor),
        member: reachOf(ctx.actor, ['member']),
      },
      SHOWN,
    );
    return { waiting: tasks.map((task) => tellTask(ctx, task)) };
  },
};

function tellTask(ctx: MunicipalContext, task: HomeTask): HomeItem {
  const words = {
    // What is about a resident is told where it is looked at on record.
    text: task.need_id === null ? task.text : say(ctx.language, 'home.task.ofNeed'),
    who: task.who ?? say(ctx.language, 'home.task.nobody'),
    council: task.council_name,
    day: task.due_on === null ? '' : say(ctx.language, 'home.task.until', { day: sayDay(ctx.language, task.due_on) }),
    count: Number(task.replies),
  };
  return {
    ...atLeisure,
    kind: `task-${task.part}`,
    text: say(ctx.language, `home.task.${task.part}`, words),
    action: say(ctx.language, task.part === 'asked' ? 'home.action.taskAsked' : 'home.action.task'),
    path: taskPath(task),
    since: null,
    dueOn: task.due_on,
    late: task.due_on !== null && task.due_on < ctx.today,
  };
}
