import type { MunicipalContext } from '../../kernel/context.ts';
import { hasRole, reachOf } from '../../kernel/reach.ts';
import { say } from '../../kernel/texts/index.ts';
import { atLeisure, type HomeItem, type HomePart, type News } from '../../records/home.ts';
import { sayDay } from '../../settings/say-day.ts';
import { coordinates, councilReach } from '../council/index.ts';
import { taskPath } from './path.ts';
import { listHomeTasks, listToldTasks, type HomeTask, type ToldTask } from './store.ts';

const SHOWN = 10;

/** Until it is done: what somebody has taken on, what they coordinate for those without an account, and what they are asked; and what others did about that. */
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
  async news(ctx, since) {
    const reach = councilReach(ctx.actor);
    if (ctx.actor.id === null || reach.length === 0) return [];
    const tasks = await listToldTasks(ctx.db, ctx.municipality.id, { user: ctx.actor.id, reach, since });
    return tasks.map((task) => tellNews(ctx, task));
  },
};

function tellNews(ctx: MunicipalContext, task: ToldTask): News {
  const key = task.part === 'ended' ? task.state : task.part;
  return {
    // To the second: one that is given, ended or answered anew is news anew.
    id: `${task.part}:${task.told_id}:${task.at.slice(0, 19)}`,
    at: task.at,
    by: task.by ?? say(ctx.language, 'records.system'),
    text: say(ctx.language, `home.task.news.${key}`, { ...wordsOf(ctx, task), name: task.name ?? '' }),
    path: taskPath(task),
  };
}

const wordsOf = (
  ctx: MunicipalContext,
  task: Pick<HomeTask, 'text' | 'need_id' | 'council_name' | 'due_on'>,
): Record<string, string> => ({
  // What is about a resident is told where it is looked at on record.
  text: task.need_id === null ? task.text : say(ctx.language, 'home.task.ofNeed'),
  council: task.council_name,
  day: task.due_on === null ? '' : say(ctx.language, 'home.task.until', { day: sayDay(ctx.language, task.due_on) }),
});

function tellTask(ctx: MunicipalContext, task: HomeTask): HomeItem {
  const words = {
    ...wordsOf(ctx, task),
    who: task.who ?? say(ctx.language, 'home.task.nobody'),
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
