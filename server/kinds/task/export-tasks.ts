import type { z } from 'zod';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { at, chosen, count, words } from '../../lists/columns.ts';
import { column, listedColumn } from '../../lists/common-columns.ts';
import type { ListExport } from '../../lists/export-list.ts';
import { taskKind, taskState, type taskQuery } from './contract.ts';
import { readTasks, type Task } from './tasks.ts';

/** The list of tasks and questions for a file. */
export async function exportTasks(ctx: MunicipalContext, query: z.output<typeof taskQuery>): Promise<ListExport<Task>> {
  return {
    kind: 'task',
    title: say(ctx.language, 'log.kind.task'),
    columns: [
      listedColumn(ctx, 'kind', 'log.field.kind', 'tasks.kinds', taskKind.options, ({ kind }) => [kind]),
      column(ctx, 'text', 'text', 'log.field.text', ({ text }) => words(text)),
      column(ctx, 'council', 'reference', 'log.field.council_id', ({ council }) => chosen(council.id, council.name)),
      column(ctx, 'assignee', 'text', 'log.field.assignee', ({ assignee }) => words(assignee?.name)),
      column(ctx, 'dueOn', 'day', 'log.field.due_on', ({ dueOn }) => at(dueOn)),
      listedColumn(ctx, 'state', 'log.field.state', 'log.value.state', taskState.options, ({ state }) => [state]),
      column(ctx, 'meeting', 'text', 'log.kind.meeting', ({ meeting }) => words(meeting?.title)),
      column(ctx, 'proposal', 'number', 'log.kind.proposal', ({ proposal }) => count(proposal?.number)),
      column(ctx, 'need', 'number', 'log.kind.need', ({ need }) => count(need?.number)),
      column(ctx, 'result', 'text', 'log.field.result', ({ result }) => words(result)),
      column(ctx, 'endedAt', 'instant', 'log.field.ended_at', ({ endedAt }) => at(endedAt)),
    ],
    residents: ({ need }) => (need ? [need.id] : []),
    page: (asker, paging) => readTasks(asker, query, paging),
  };
}
