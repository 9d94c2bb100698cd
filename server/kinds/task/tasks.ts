import type { z } from 'zod';
import type { Page, Paging } from '../../database/paging.ts';
import { updateVersion } from '../../database/versioned.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, notAllowed, notFound, refused } from '../../kernel/errors.ts';
import { changedFields, staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { lockRecord } from '../../records/store.ts';
import {
  councilReach,
  findCouncil,
  listCouncilMembers,
  mayCouncil,
  runsTo,
  worksForCouncils,
} from '../council/index.ts';
import { findMeeting, jointCouncils } from '../meeting/index.ts';
import { canHearOfNeed, consentsTo, mayNeed, needHearing, readNeeds } from '../need/index.ts';
import { mayProposal, readProposal } from '../proposal/index.ts';
import type * as contract from './contract.ts';
import {
  insertReply,
  insertTask,
  listOpenOf,
  listReplies,
  listTasks,
  readTask,
  searchOf,
  setReply,
  type NamedTask,
  type TaskFilter,
  type TaskRow,
} from './store.ts';

export type Task = z.input<typeof contract.task>;

/** Tasks and questions of the councils that the asker may read, open ones first. One about a need is told to whom that may be told of. */
export async function readTasks(
  ctx: MunicipalContext,
  filter: Omit<TaskFilter, 'reach' | 'hearing'>,
  paging: Paging,
): Promise<Page<Task> & { can: { add: boolean } }> {
  const heard = { reach: councilReach(ctx.actor), hearing: needHearing(ctx.actor) };
  const page = await listTasks(ctx.db, ctx.municipality.id, { ...filter, ...heard }, paging);
  return { ...page, items: await tell(ctx, page.items), can: { add: worksForCouncils(ctx.actor) } };
}

async function tell(ctx: MunicipalContext, rows: NamedTask[]): Promise<Task[]> {
  const named = rows.flatMap(({ need_id }) => need_id ?? []);
  const needs = new Map((named.length === 0 ? [] : await readNeeds(ctx.db, named)).map((need) => [need.id, need]));
  const replies = await listReplies(
    ctx.db,
    rows.filter(({ kind }) => kind === 'question').map(({ id }) => id),
  );
  return rows.map((row): Task => {
    const need = row.need_id === null ? undefined : needs.get(row.need_id);
    const works = mayCouncil(ctx.actor, 'work', row);
    const open = row.state === 'open';
    const name = row.member_name ?? row.assignee;
    return {
      id: row.id,
      council: { id: row.council_id, name: row.council_name },
      kind: row.kind,
      text: row.text,
      assignee: name === null ? null : { memberId: row.member_id, name },
      dueOn: row.due_on,
      late: open && row.due_on !== null && row.due_on < ctx.today,
      meeting: row.meeting_id === null ? null : { id: row.meeting_id, title: row.meeting_title ?? '' },
      proposal: row.proposal_id === null ? null : { id: row.proposal_id, number: row.proposal_number ?? 0 },
      need: need ? { id: need.id, number: need.number, canOpen: mayNeed(ctx.actor, 'see', need) } : null,
      state: row.state,
      result: row.result,
      createdBy: row.creator_name ?? say(ctx.language, 'records.system'),
      createdAt: row.created_at,
      endedAt: row.ended_at,
      replies: replies
        .filter(({ task_id }) => task_id === row.id)
        .map(({ id, name, text, replied_at, user_id }) => ({
          id,
          name,
          text,
          repliedAt: replied_at,
          mine: user_id !== null && user_id === ctx.actor.id,
        })),
      can: { edit: works, end: works || isMine(ctx, row), reply: open && row.kind === 'question' },
      version: row.version,
    };
  });
}

const isMine = (ctx: MunicipalContext, row: NamedTask): boolean =>
  row.member_user_id !== null && row.member_user_id === ctx.actor.id;

/** One that the asker may read. Throws not-found. */
async function findTask(ctx: MunicipalContext, id: string): Promise<NamedTask> {
  const row = await readTask(ctx.db, ctx.municipality.id, id);
  if (!row || !mayCouncil(ctx.actor, 'see', row)) throw notFound();
  if (row.need_id !== null && !(await readNeeds(ctx.db, [row.need_id])).some((need) => canHearOfNeed(ctx.actor, need)))
    throw notFound();
  return row;
}

/** Says who does what until when, or asks the council's members. For coordinators and administrators of the area. */
export async function addTask(
  ctx: MunicipalContext,
  input: z.output<typeof contract.taskInput>,
): Promise<{ id: string; version: number }> {
  const council = await findCouncil(ctx, input.councilId, 'work');
  if (council.closed_at) throw refused('stepClosed', { reason: say(ctx.language, 'councils.closed') });
  await checkAssignee(ctx, input.councilId, input.memberId);
  const wrong = (path: string) => invalid([{ path, code: 'unknown', message: say(ctx.language, 'tasks.unknown') }]);
  if (input.meetingId !== null) {
    const meeting = await findMeeting(ctx, input.meetingId, 'read');
    if (![meeting.council_id, ...jointCouncils(meeting).map(({ id }) => id)].includes(input.councilId))
      throw wrong('/meetingId');
  }
  if (input.proposalId !== null) {
    const proposal = await readProposal(ctx.db, ctx.municipality.id, input.proposalId);
    if (!proposal || !mayProposal(ctx.actor, 'see', proposal)) throw wrong('/proposalId');
  }
  if (input.needId !== null) {
    const need = (await readNeeds(ctx.db, [input.needId])).find((need) => need.municipality_id === ctx.municipality.id);
    if (!need || !mayNeed(ctx.actor, 'see', need)) throw wrong('/needId');
    if (!consentsTo(need, 'council'))
      throw invalid([
        {
          path: '/needId',
          code: 'noConsent',
          message: say(ctx.language, 'meetings.noConsent', { number: need.number }),
        },
      ]);
  }
  const row: TaskRow = {
    id: ctx.newId(),
    municipality_id: ctx.municipality.id,
    council_id: input.councilId,
    kind: input.kind,
    text: input.text,
    member_id: input.kind === 'question' ? null : input.memberId,
    assignee: input.kind === 'question' || input.memberId !== null ? null : input.assignee || null,
    due_on: input.dueOn,
    meeting_id: input.meetingId,
    proposal_id: input.proposalId,
    need_id: input.needId,
    state: 'open',
    result: null,
    ended_at: null,
    ended_by: null,
    assigned_at: null,
    assigned_by: null,
    created_by: ctx.actor.id,
    created_at: ctx.now,
    version: 1,
  };
  await insertTask(ctx.db, row);
  await audit(ctx, 'task.create', { kind: 'task', id: row.id, title: '' }, { version: 1, council: row.council_id });
  return { id: row.id, version: 1 };
}

/** Mends a task, or says that it is done or dropped: who does it may say so, too. Throws `stale` when somebody changed it first. */
export async function changeTask(
  ctx: MunicipalContext,
  id: string,
  version: number,
  change: z.output<typeof contract.taskPatch>,
): Promise<{ id: string; version: number }> {
  const row = await findTask(ctx, id);
  const works = mayCouncil(ctx.actor, 'work', row);
  const { state, result, ...more } = change;
  if (!works && !(isMine(ctx, row) && Object.keys(more).length === 0)) throw notAllowed();
  if (change.memberId !== undefined) await checkAssignee(ctx, row.council_id, change.memberId);
  const memberId = change.memberId === undefined ? row.member_id : change.memberId;
  const ends = state !== undefined && state !== row.state;
  const values = {
    ...(memberId === row.member_id ? {} : { assigned_at: ctx.now, assigned_by: ctx.actor.id }),
    ...(ends ? { ended_at: state === 'open' ? null : ctx.now, ended_by: state === 'open' ? null : ctx.actor.id } : {}),
    text: change.text ?? row.text,
    search: searchOf({ text: change.text ?? row.text, need_id: row.need_id }),
    member_id: memberId,
    assignee: memberId !== null ? null : change.assignee === undefined ? row.assignee : change.assignee || null,
    due_on: change.dueOn === undefined ? row.due_on : change.dueOn,
    state: state ?? row.state,
    result: result === undefined ? row.result : result,
  };
  const next = await updateVersion(ctx.db, 'tasks', id, version, values);
  if (next === null)
    throw await staleConflict(ctx, 'task', id, version, { id, version: row.version, state: row.state });
  await audit(
    ctx,
    'task.change',
    { kind: 'task', id, title: '' },
    {
      version: next,
      // Who did it stands in the line itself.
      changed: tellChanges(
        changedFields({ ...row }, { ...values, search: undefined, ended_by: undefined, assigned_by: undefined }),
        ['state', 'due_on'],
      ),
    },
  );
  return { id, version: next };
}

/** A member's answer to a question; the same person's next one takes its place. Who keeps the records writes down what others said. */
export async function replyToTask(
  ctx: MunicipalContext,
  id: string,
  { text, name }: z.output<typeof contract.taskReply>,
): Promise<{ id: string; version: number }> {
  // Of two at once the second mends what the first has said.
  await lockRecord(ctx.db, 'tasks', ctx.municipality.id, id);
  const row = await findTask(ctx, id);
  if (row.kind !== 'question' || row.state !== 'open') throw refused('taskNotAsked');
  if (name !== null && !mayCouncil(ctx.actor, 'work', row)) throw notAllowed();
  const own =
    name === null ? (await listReplies(ctx.db, [id])).find(({ user_id }) => user_id === ctx.actor.id) : undefined;
  if (own) await setReply(ctx.db, own.id, text, ctx.now);
  else
    await insertReply(ctx.db, {
      id: ctx.newId(),
      municipality_id: ctx.municipality.id,
      task_id: id,
      user_id: name === null ? ctx.actor.id : null,
      name: name ?? ctx.actor.name,
      text,
      replied_at: ctx.now,
      entered_by: name === null ? null : ctx.actor.id,
    });
  await audit(ctx, 'task.reply', { kind: 'task', id, title: '' });
  return { id, version: row.version };
}

async function checkAssignee(ctx: MunicipalContext, councilId: string, memberId: string | null): Promise<void> {
  if (memberId === null) return;
  if (!(await listCouncilMembers(ctx.db, councilId)).some(({ id }) => id === memberId))
    throw invalid([{ path: '/memberId', code: 'unknownMember', message: say(ctx.language, 'meetings.unknownMember') }]);
}

/**
 * Gives the open tasks and questions of a council that is closed to another: to the seat there of who does them, or in their name
 * where they have none. Returns how many.
 */
export async function moveTasks(ctx: MunicipalContext, from: string, to: string): Promise<number> {
  const rows = await listOpenOf(ctx.db, from);
  const [left, there] = [await listCouncilMembers(ctx.db, from), await listCouncilMembers(ctx.db, to)];
  for (const row of rows) {
    const member = left.find(({ id }) => id === row.member_id);
    const seat =
      member?.user_id == null
        ? undefined
        : there.find((candidate) => candidate.user_id === member.user_id && runsTo(candidate, ctx.today));
    // They have it already: the seat is another, not who does it.
    const who = member ? { member_id: seat?.id ?? null, assignee: seat ? null : member.name } : {};
    const values = { council_id: to, ...who };
    const next = await updateVersion(ctx.db, 'tasks', row.id, row.version, values);
    if (next === null) throw await staleConflict(ctx, 'task', row.id, row.version);
    const changed = changedFields(row, values);
    await audit(
      ctx,
      'task.change',
      { kind: 'task', id: row.id, title: '' },
      { version: next, changed: tellChanges(changed, ['council_id', 'member_id']) },
    );
  }
  return rows.length;
}
