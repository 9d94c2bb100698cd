import { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { route, type Route } from '../../http/route.ts';
import { showing } from '../../kernel/looks.ts';
import { exportRoutes } from '../../lists/export-routes.ts';
import * as contract from './contract.ts';
import { exportTasks } from './export-tasks.ts';
import { addTask, changeTask, readTasks, replyToTask } from './tasks.ts';

const base = '/municipalities/{municipality}/tasks';
const byId = z.object({ municipality: z.string(), id: shared.id });

export const taskRoutes: Route[] = [
  ...exportRoutes({
    path: base,
    tag: 'tasks',
    summary: 'What was agreed to do, and what the members of councils are asked',
    query: contract.taskQuery,
    describe: exportTasks,
  }),
  route({
    method: 'get',
    path: base,
    tag: 'tasks',
    summary: 'What was agreed to do, and what the members of councils are asked',
    access: 'municipality',
    query: shared.paging.extend(contract.taskQuery.shape),
    answer: contract.taskPage,
    looks: (_ctx, { items }) =>
      showing(
        'task.list',
        items.flatMap(({ need }) => need?.id ?? []),
      ),
    handle: async (ctx, { query }) => ({ body: await readTasks(ctx, query, query) }),
  }),
  route({
    method: 'post',
    path: base,
    tag: 'tasks',
    summary: 'Say who does what until when, or ask the members of a council',
    access: 'municipality',
    body: contract.taskInput,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { body }) => {
      const saved = await addTask(ctx, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/{id}`,
    tag: 'tasks',
    summary: 'Mend a task, or say that it is done or dropped',
    access: 'municipality',
    params: byId,
    body: contract.taskPatch,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const saved = await changeTask(ctx, params.id, version, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'post',
    path: `${base}/{id}/replies`,
    tag: 'tasks',
    summary: 'Answer a question to the members of a council',
    access: 'municipality',
    params: byId,
    body: contract.taskReply,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { params, body }) => {
      const saved = await replyToTask(ctx, params.id, body);
      return { body: saved, version: saved.version };
    },
  }),
];
