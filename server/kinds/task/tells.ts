import type { RelatedToNeed } from '../need/index.ts';
import { listReplies, listTasksOfNeeds } from './store.ts';

export const tasksOfNeeds: Pick<RelatedToNeed, 'tasks'> = {
  async tasks(ctx, needIds) {
    const tasks = await listTasksOfNeeds(ctx.db, needIds);
    const replies = await listReplies(
      ctx.db,
      tasks.map(({ id }) => id),
    );
    return tasks.map(({ id, ...task }) => ({
      ...task,
      replies: replies.filter(({ task_id }) => task_id === id).map(({ name, text }) => ({ name, text })),
    }));
  },
};
