import type { Db } from '../../database/db.ts';
import { normaliseForSearch } from '../../database/normalise.ts';
import { readPage, type Page, type Paging } from '../../database/paging.ts';
import { around, below, MOST_COUNTED, readParts, type Query } from '../../database/parts.ts';
import { councilName } from '../council/name-store.ts';
import { heardOf, type NeedHearing } from '../need/heard-store.ts';

export type TaskRow = {
  id: string;
  municipality_id: string;
  council_id: string;
  kind: 'task' | 'question';
  text: string;
  member_id: string | null;
  /** The name of somebody who is no member. */
  assignee: string | null;
  due_on: string | null;
  meeting_id: string | null;
  proposal_id: string | null;
  need_id: string | null;
  state: 'open' | 'done' | 'dropped';
  result: string | null;
  ended_at: string | null;
  /** Who said so. */
  ended_by: string | null;
  /** When and by whom it was given to who does it; null: when it was written down, by who did that. */
  assigned_at: string | null;
  assigned_by: string | null;
  created_by: string | null;
  created_at: string;
  version: number;
};
export type ReplyRow = {
  id: string;
  task_id: string;
  user_id: string | null;
  name: string;
  text: string;
  replied_at: string;
  /** Who wrote it down for them; null: they did it themselves. */
  entered_by: string | null;
};

/** With its council, who does it, and what it came from. */
export type NamedTask = TaskRow & {
  council_name: string;
  area_path: string;
  member_name: string | null;
  member_user_id: string | null;
  creator_name: string | null;
  meeting_title: string | null;
  proposal_number: number | null;
};

const named = (db: Db): Query =>
  db('tasks')
    .join('councils', 'councils.id', 'tasks.council_id')
    .join('areas', 'areas.id', 'councils.area_id')
    .leftJoin('council_members', 'council_members.id', 'tasks.member_id')
    .leftJoin('users', 'users.id', 'tasks.created_by')
    .leftJoin('meetings', 'meetings.id', 'tasks.meeting_id')
    .leftJoin('proposals', 'proposals.id', 'tasks.proposal_id')
    .select('tasks.*', councilName(db, 'council_name'), {
      area_path: 'areas.path',
      member_name: 'council_members.name',
      member_user_id: 'council_members.user_id',
      creator_name: 'users.name',
      meeting_title: 'meetings.title',
      proposal_number: 'proposals.number',
    });

export async function insertTask(db: Db, row: TaskRow): Promise<void> {
  await db('tasks').insert({ ...row, search: searchOf(row) });
}

/** What is about a need says something of a resident, and is found by no words of its own. */
export const searchOf = ({ text, need_id }: Pick<TaskRow, 'text' | 'need_id'>): string =>
  need_id === null ? normaliseForSearch(text) : '';

export async function readTask(db: Db, municipalityId: string, id: string): Promise<NamedTask | undefined> {
  return (await named(db).where({ 'tasks.municipality_id': municipalityId, 'tasks.id': id }).first()) as
    NamedTask | undefined;
}

/** Where somebody sees councils: those below one of the paths, or above it. */
export type TaskFilter = {
  reach: string[];
  /** Of which needs they may be told. */
  hearing: NeedHearing;
  council?: string | undefined;
  meeting?: string | undefined;
  proposal?: string | undefined;
  need?: string | undefined;
  state?: TaskRow['state'] | undefined;
};

/** Open ones first, by the day until when; then those that ended last. */
export async function listTasks(
  db: Db,
  municipalityId: string,
  { reach, hearing, council, meeting, proposal, need, state }: TaskFilter,
  paging: Paging,
): Promise<Page<NamedTask>> {
  const query = around(named(db).where('tasks.municipality_id', municipalityId), reach);
  heardOf(db, query, 'tasks.need_id', hearing);
  for (const [column, value] of [
    ['council_id', council],
    ['meeting_id', meeting],
    ['proposal_id', proposal],
    ['need_id', need],
    ['state', state],
  ] as const)
    if (value !== undefined) void query.where(`tasks.${column}`, value);
  const counting = query.clone();
  void query
    .select(db.raw("case when tasks.state = 'open' then 0 else 1 end as rank"))
    .select(db.raw("coalesce(tasks.due_on, '9999-12-31') as due"));
  return readPage<NamedTask>(
    db.select('*').from(query.as('found')),
    [{ column: 'rank', integer: true }, { column: 'due' }, { column: 'id' }],
    paging,
    counting,
    MOST_COUNTED,
  );
}

/** Those about these needs, oldest first. */
export async function listTasksOfNeeds(
  db: Db,
  needIds: string[],
): Promise<{ id: string; need_id: string; text: string; due_on: string | null; result: string | null }[]> {
  return db('tasks')
    .whereIn('need_id', needIds)
    .orderBy(['created_at', 'id'])
    .select('id', 'need_id', 'text', 'due_on', 'result');
}

export async function insertReply(db: Db, row: ReplyRow & { municipality_id: string }): Promise<void> {
  await db('task_replies').insert(row);
}

export async function setReply(db: Db, id: string, text: string, at: string): Promise<void> {
  await db('task_replies').where({ id }).update({ text, replied_at: at });
}

export async function listReplies(db: Db, taskIds: string[]): Promise<ReplyRow[]> {
  return taskIds.length === 0
    ? []
    : db<ReplyRow>('task_replies').whereIn('task_id', taskIds).orderBy(['replied_at', 'id']);
}

export type HomeTask = {
  part: 'mine' | 'others' | 'asked' | 'asking';
  id: string;
  text: string;
  due_on: string | null;
  need_id: string | null;
  council_id: string;
  council_name: string;
  who: string | null;
  replies: number | string;
};

/**
 * Open tasks for somebody's home page, the first `limit` of each part, in one statement: their own, of councils that they still see
 * (`reach`); in their councils (`works`: where they coordinate
 * councils of a tier) those of people who have no account, and questions that they may end; questions that they have not answered (`member`: of whose
 * councils they are a member).
 */
export async function listHomeTasks(
  db: Db,
  municipalityId: string,
  {
    user,
    reach,
    works,
    member,
  }: { user: string | null; reach: string[]; works: { paths: string[]; tier: 1 | 2 }[]; member: string[] },
  limit: number,
): Promise<HomeTask[]> {
  const open = (part: HomeTask['part'], kind: TaskRow['kind']): Query =>
    db('tasks')
      .join('councils', 'councils.id', 'tasks.council_id')
      .join('areas', 'areas.id', 'councils.area_id')
      .leftJoin('council_members', 'council_members.id', 'tasks.member_id')
      .where({ 'tasks.municipality_id': municipalityId, 'tasks.state': 'open', 'tasks.kind': kind })
      .orderByRaw("coalesce(tasks.due_on, '9999-12-31'), tasks.id")
      .select(
        db.raw(`'${part}' as part`),
        'tasks.id',
        'tasks.text',
        'tasks.due_on',
        'tasks.need_id',
        'tasks.council_id',
        councilName(db, 'council_name'),
        db.raw('coalesce(council_members.name, tasks.assignee) as who'),
      )
      .select({ replies: db('task_replies').whereRaw('task_replies.task_id = tasks.id').count('*') });
  const queries: Query[] = [];
  if (user !== null) queries.push(around(open('mine', 'task').where('council_members.user_id', user), reach));
  for (const { paths, tier } of works) {
    const here = (query: Query): Query => below(query, 'areas.path', paths).where('councils.tier', tier);
    queries.push(here(open('others', 'task').whereNull('council_members.user_id')), here(open('asking', 'question')));
  }
  if (user !== null && member.length > 0)
    queries.push(
      below(open('asked', 'question'), 'areas.path', member).whereNotExists(
        db('task_replies').whereRaw('task_replies.task_id = tasks.id').where({ user_id: user }).select('id'),
      ),
    );
  return readParts<HomeTask>(db, queries, limit);
}

export type ToldTask = {
  part: 'given' | 'ended' | 'replied';
  /** Of the task, or of the reply. */
  told_id: string;
  at: string;
  /** Who did it; null: the server. */
  by: string | null;
  id: string;
  council_id: string;
  council_name: string;
  text: string;
  need_id: string | null;
  due_on: string | null;
  state: TaskRow['state'];
  /** Who replied. */
  name: string | null;
};

/** As many as anybody is told of. */
const MOST_TOLD = 50;

/**
 * What others did since an instant with tasks of councils that somebody still sees (`reach`), in one statement: gave them one, said of
 * theirs or of one that they wrote down that it is done or dropped, and answered their questions.
 */
export async function listToldTasks(
  db: Db,
  municipalityId: string,
  { user, reach, since }: { user: string; reach: string[]; since: string },
): Promise<ToldTask[]> {
  const tasksOf = (part: ToldTask['part'], { at, by, id = 'tasks.id', name = 'null' }: Record<string, string>): Query =>
    around(
      db('tasks')
        .join('councils', 'councils.id', 'tasks.council_id')
        .join('areas', 'areas.id', 'councils.area_id')
        .leftJoin('council_members', 'council_members.id', 'tasks.member_id'),
      reach,
    )
      .where('tasks.municipality_id', municipalityId)
      .whereRaw(`${at} >= ? and coalesce((${by}), '') <> ?`, [since, user])
      .orderByRaw(`${at} desc`)
      .select(
        db.raw(`'${part}' as part, ${id} as told_id, ${at} as at, cast(${name} as text) as name`),
        db('users').whereRaw(`users.id = ${by}`).select('users.name').as('by'),
        'tasks.id',
        'tasks.council_id',
        councilName(db, 'council_name'),
        'tasks.text',
        'tasks.need_id',
        'tasks.due_on',
        'tasks.state',
      );
  const given = tasksOf('given', {
    at: 'coalesce(tasks.assigned_at, tasks.created_at)',
    by: 'case when tasks.assigned_at is null then tasks.created_by else tasks.assigned_by end',
  }).where({ 'tasks.kind': 'task', 'council_members.user_id': user });
  const ended = tasksOf('ended', { at: 'tasks.ended_at', by: 'tasks.ended_by' })
    .whereNot('tasks.state', 'open')
    .where((any) => void any.where('tasks.created_by', user).orWhere('council_members.user_id', user))
    // Of one that ended before it was noted who said so nobody knows whether it was news.
    .whereNotNull('tasks.ended_by');
  const replied = tasksOf('replied', {
    at: 'task_replies.replied_at',
    by: 'coalesce(task_replies.entered_by, task_replies.user_id)',
    id: 'task_replies.id',
    name: 'task_replies.name',
  })
    .join('task_replies', 'task_replies.task_id', 'tasks.id')
    .where({ 'tasks.created_by': user });
  return readParts<ToldTask>(db, [given, ended, replied], MOST_TOLD);
}

/** A council's open tasks and questions. */
export async function listOpenOf(db: Db, councilId: string): Promise<TaskRow[]> {
  return db<TaskRow>('tasks').where({ council_id: councilId, state: 'open' }).orderBy('id');
}

/** Those of these ids that there are. */
export async function readTasksById(db: Db, ids: string[]): Promise<NamedTask[]> {
  return ids.length === 0 ? [] : ((await named(db).whereIn('tasks.id', ids).orderBy('tasks.id')) as NamedTask[]);
}

/**
 * Open tasks of somebody's seats: in a council; or in councils of an area and below, without those where they have another office than
 * `offices` on a day or later.
 */
export async function listOpenTasksOf(
  db: Db,
  municipalityId: string,
  userId: string,
  where: { councilId: string } | { areaPath: string; offices: string[]; day: string },
): Promise<NamedTask[]> {
  const query = named(db)
    .where({ 'tasks.municipality_id': municipalityId, 'tasks.state': 'open', 'council_members.user_id': userId })
    .orderBy('tasks.id');
  if ('councilId' in where) return (await query.where('tasks.council_id', where.councilId)) as NamedTask[];
  return (await below(query, 'areas.path', [where.areaPath]).whereNotExists(
    db({ other: 'council_members' })
      .whereRaw('other.council_id = tasks.council_id')
      .where('other.user_id', userId)
      .whereNotIn('other.role', where.offices)
      .where((any) => void any.whereNull('other.ends_on').orWhere('other.ends_on', '>=', where.day))
      .select('other.id'),
  )) as NamedTask[];
}
