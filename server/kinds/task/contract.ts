import { z } from 'zod';
import { can, countedPage, day, id, instant, line, link, version } from '../../http/contract.ts';

/** `question`: the members of the council are asked. */
export const taskKind = z.enum(['task', 'question']);
export const taskState = z.enum(['open', 'done', 'dropped']);
const body = z.string().trim().min(1).max(1000);

export const task = z.object({
  id,
  council: link,
  kind: taskKind,
  text: z.string(),
  /** Who does it; null: nobody is named, or all members are asked. */
  assignee: z.object({ memberId: id.nullable(), name: z.string() }).nullable(),
  dueOn: day.nullable(),
  late: z.boolean(),
  /** What it came from. */
  meeting: z.object({ id, title: z.string() }).nullable(),
  proposal: z.object({ id, number: z.number().int() }).nullable(),
  need: z.object({ id, number: z.number().int(), canOpen: z.boolean() }).nullable(),
  state: taskState,
  /** What came of it, or why it was dropped. */
  result: z.string().nullable(),
  createdBy: z.string(),
  createdAt: instant,
  endedAt: instant.nullable(),
  replies: z.array(z.object({ id, name: z.string(), text: z.string(), repliedAt: instant, mine: z.boolean() })),
  can,
  version,
});
export const taskPage = countedPage(task).extend({ can });
export const taskQuery = z.object({
  council: id.optional(),
  meeting: id.optional(),
  proposal: id.optional(),
  need: id.optional(),
  state: taskState.optional(),
});
export const taskInput = z.object({
  councilId: id,
  kind: taskKind.default('task'),
  text: body,
  /** One of the council's members, or somebody else by name. */
  memberId: id.nullable().default(null),
  assignee: z.string().trim().max(200).nullable().default(null),
  dueOn: day.nullable().default(null),
  meetingId: id.nullable().default(null),
  proposalId: id.nullable().default(null),
  needId: id.nullable().default(null),
});
export const taskPatch = z.object({
  text: body.optional(),
  memberId: id.nullable().optional(),
  assignee: z.string().trim().max(200).nullable().optional(),
  dueOn: day.nullable().optional(),
  state: taskState.optional(),
  result: z.string().trim().max(2000).nullable().optional(),
});
/** `name`: who said so, where it is written down for somebody else. */
export const taskReply = z.object({ text: z.string().trim().min(1).max(2000), name: line.nullable().default(null) });
