import type { z } from 'zod';
import { listStandings } from '../../../workflows/index.ts';
import type { Page, Paging } from '../../database/paging.ts';
import { updateVersion } from '../../database/versioned.ts';
import { definitionById } from '../../definitions/definitions.ts';
import { dayInJapan } from '../../kernel/clock.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, notAllowed, notFound } from '../../kernel/errors.ts';
import { holds, reachOf } from '../../kernel/reach.ts';
import { may } from '../../kernel/rights.ts';
import { staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { coversPage } from '../../overview/told-to-token.ts';
import type { HomePart } from '../../records/home.ts';
import { recordKind, type MovingRow } from '../../records/record-kind.ts';
import { stateName } from '../../records/standing.ts';
import { tagsOf } from '../../records/standings.ts';
import { lockRecord } from '../../records/store.ts';
import { userReach } from '../../settings/policy.ts';
import { sayDay } from '../../settings/say-day.ts';
import { isOver, isWithin } from '../../settings/users/invitations.ts';
import { changeMembership, readUserRecord } from '../../settings/users/users.ts';
import type { NamedMembershipRow } from '../../settings/users/memberships-store.ts';
import {
  changeMember,
  endSeats,
  findCouncil,
  listCouncilMembers,
  listSeatsOf,
  runsTo,
  type CouncilMemberRow,
} from '../council/index.ts';
import { readTasksById, taskAt, type NamedTask } from '../task/index.ts';
import type * as contract from './contract.ts';
import {
  STAYS,
  hiddenTitle,
  kindWord,
  listBegunOf,
  listOpen,
  nounAt,
  successorsOf,
  type Held,
  type Open,
} from './open.ts';
import { holdsNow, passAgain, passOn } from './pass-on.ts';
import { areaLinkOf } from '../../settings/closed-name.ts';
import {
  hasHandover,
  insertHandover,
  listHandoverItems,
  listHandovers,
  readHandover,
  setReceived,
  type HandoverItemRow,
  type HandoverRow,
  type NamedHandover,
} from './store.ts';

type Asked = z.infer<typeof contract.handoverAsked>;
type Ended = z.infer<typeof contract.handoverInput>['ended'];
export type Handover = z.input<typeof contract.handover>;
export type HandoverRecord = z.input<typeof contract.handoverRecord>;

/** A role that ends, whose it is, and how it ends. */
type Ending = Held & {
  area: { id: string; name: string; kind: Handover['area']['kind'] };
  council: { id: string; name: string } | null;
  ends_on: string | null;
  version: number;
  /** It has ended, with `ends_on`. */
  over: boolean;
  /** Which row it is, for its version. */
  row: { table: 'memberships' | 'council_members'; kind: string; id: string };
  /** Seats in councils that the person has by the role, and by no other of theirs. */
  seats: { id: string; name: string; seat: CouncilMemberRow }[];
  /** Has it that last day from now on; null: it ends at once. Throws `stale` where somebody changed it first. */
  end(version: number, endsOn: string | null): Promise<void>;
};

/** The role, for those who may end it: administrators of its area, and of an office those who keep the council's records. Throws not-found and not-allowed. */
async function findEnding(ctx: MunicipalContext, ended: Ended): Promise<Ending> {
  if ('councilId' in ended) {
    const council = await findCouncil(ctx, ended.councilId, 'work');
    const member = (await listCouncilMembers(ctx.db, council.id)).find(({ id }) => id === ended.memberId);
    if (!member) throw notFound();
    return {
      municipality_id: ctx.municipality.id,
      area_id: council.area_id,
      area_path: council.area_path,
      area: areaLinkOf(ctx.language, council),
      role: member.role === 'coordinator' ? `tier${council.tier}` : 'member',
      organisation_id: null,
      from_user_id: member.user_id,
      from_name: member.name,
      council: { id: council.id, name: council.local_name ?? council.name },
      seats: [{ id: council.id, name: council.local_name ?? council.name, seat: member }],
      ends_on: member.ends_on,
      version: member.version,
      over: !runsTo(member, ctx.today),
      row: { table: 'council_members', kind: 'council_member', id: member.id },
      // An office counts by days.
      end: async (version, endsOn) =>
        void (await changeMember(ctx, council.id, member.id, version, { endsOn: endsOn ?? ctx.today })),
    };
  }
  const { user, memberships } = await readUserRecord(ctx, ended.userId);
  const membership = memberships.find(({ id }) => id === ended.membershipId);
  if (!membership) throw notFound();
  if (!isWithin(userReach(ctx.actor), membership.area_path)) throw notAllowed();
  const { ended_at } = membership;
  return {
    municipality_id: ctx.municipality.id,
    area_id: membership.area_id,
    area_path: membership.area_path,
    area: areaLinkOf(ctx.language, membership),
    role: membership.role,
    organisation_id: membership.organisation_id,
    from_user_id: user.id,
    from_name: user.name,
    council: null,
    seats: await seatsBy(ctx, user.id, membership, memberships),
    // One that was taken back has had its last day then, unless it was over by then.
    ends_on: lastDayOf(membership.ends_on, ended_at === null ? null : dayInJapan(ended_at)),
    version: membership.version,
    over: isOver(membership, ctx.today),
    row: { table: 'memberships', kind: 'membership', id: membership.id },
    end: async (version, endsOn) =>
      void (await changeMembership(
        ctx,
        user.id,
        membership.id,
        version,
        endsOn === null ? { ended: true } : { endsOn },
      )),
  };
}

async function seatsBy(
  ctx: MunicipalContext,
  userId: string,
  { id: membershipId, role, area_path: areaPath }: NamedMembershipRow,
  memberships: NamedMembershipRow[],
): Promise<Ending['seats']> {
  const others = memberships.filter(
    (other) => other.id !== membershipId && other.role === role && !isOver(other, ctx.today),
  );
  const seats = await listSeatsOf(ctx.db, ctx.municipality.id, { userId, role, areaPath });
  return seats
    .filter((seat) => runsTo(seat, ctx.today) && !others.some((other) => seat.area_path.startsWith(other.area_path)))
    .map(({ council_name: name, area_path: _path, ...seat }) => ({ id: seat.council_id, name, seat }));
}

const lastDayOf = (...days: (string | null)[]): string | null =>
  days.filter((day) => day !== null).toSorted()[0] ?? null;

/** Ends it, or, where it is over already, takes it as it ended; its version rises, so that it is handed over once. Answers its last day. */
async function endRole(ctx: MunicipalContext, ending: Ending, version: number, endsOn: string | null): Promise<string> {
  const { over, ends_on: lastDay, row } = ending;
  if (!over || lastDay === null) {
    await ending.end(version, endsOn);
    return endsOn ?? ctx.today;
  }
  if (endsOn !== null && endsOn > lastDay)
    throw invalid([
      {
        path: '/endsOn',
        code: 'over',
        message: say(ctx.language, 'handovers.issue.over', { day: sayDay(ctx.language, lastDay) }),
      },
    ]);
  if ((await updateVersion(ctx.db, row.table, row.id, version, {})) === null)
    throw await staleConflict(ctx, row.kind, row.id, version, { id: row.id, version: ending.version });
  return lastDay;
}

function endedOf(ctx: MunicipalContext, { user, membership, council, member }: Asked): Ended {
  if (council && member) return { councilId: council, memberId: member };
  if (user && membership) return { userId: user, membershipId: membership };
  throw invalid([{ path: '/user', code: 'needed', message: say(ctx.language, 'handovers.issue.whose') }]);
}

const tellOpen = (ctx: MunicipalContext, { recordId: _id, hidden, kind, ...open }: Open) => ({
  ...open,
  ...(hidden ? { path: null, state: null, next: null, dueOn: null, late: false } : {}),
  kind: kindWord(ctx, kind),
});

/** What is open of somebody in a role, and who could go on with it, for those who may end it. */
export async function readOpenOf(
  ctx: MunicipalContext,
  parts: readonly HomePart[],
  whose: Asked,
): Promise<z.input<typeof contract.handoverOpen>> {
  const ending = await findEnding(ctx, endedOf(ctx, whose));
  return {
    from: ending.from_name,
    area: ending.area,
    role: ending.role,
    council: ending.council,
    endsOn: ending.ends_on,
    seats: ending.seats.map(({ id, name }) => ({ id, name })),
    items: (await listOpen(ctx, parts, ending))
      .filter(({ path }) => coversPage(ctx, path))
      .map((open) => tellOpen(ctx, open)),
    successors: await successorsOf(ctx, ending),
    version: ending.version,
  };
}

/**
 * Ends a role and keeps what is open of it, with who goes on with it; what carried the former one's id becomes the successor's when it is over.
 * Throws `stale` where somebody changed the role first, and invalid for a note about what is not open of theirs or a successor who
 * could not go on.
 */
export async function handOver(
  ctx: MunicipalContext,
  parts: readonly HomePart[],
  version: number,
  input: z.output<typeof contract.handoverInput>,
): Promise<{ id: string; version: number }> {
  const ending = await findEnding(ctx, input.ended);
  if (input.toUserId !== null) await checkSuccessor(ctx, ending, input.toUserId);
  const open = await listOpen(ctx, parts, ending);
  const keys = new Set(open.flatMap(({ key, hidden }) => (hidden ? [] : [key])));
  const wrong = input.notes.flatMap(({ key }, index) =>
    keys.has(key)
      ? []
      : [{ path: `/notes/${index}/key`, code: 'notOpen', message: say(ctx.language, 'handovers.issue.notOpen') }],
  );
  if (wrong.length > 0) throw invalid(wrong);
  const endsOn = await endRole(ctx, ending, version, input.endsOn);
  // An office is its seat, and has ended.
  if (ending.council === null)
    await endSeats(
      ctx,
      ending.seats.map(({ seat }) => seat),
      endsOn,
    );
  const handing = { ...input, takesSeat: 1 as const, by: ctx.actor.id };
  const id = await keepOpen(ctx, { ...ending, ends_on: endsOn }, open, handing);
  await passOn(ctx, id);
  return { id, version: 1 };
}

/**
 * What is open of an office that a step has ended waits for somebody to say who goes on with it. Where nothing is open nothing waits, and
 * what was handed over already is not handed over again.
 */
export async function openHandover(
  ctx: MunicipalContext,
  parts: readonly HomePart[],
  office: { councilId: string; memberId: string },
  by: string | null,
): Promise<void> {
  if (await hasHandover(ctx.db, office.memberId)) return;
  const ending = await findEnding(ctx, office);
  const { ends_on: endsOn } = ending;
  const open = await listOpen(ctx, parts, ending);
  if (endsOn === null || open.length === 0) return;
  // The step has said who is the next.
  const handing = { toUserId: null, note: '', notes: [], takesSeat: 0 as const, by };
  await keepOpen(ctx, { ...ending, ends_on: endsOn }, open, handing);
}

type Handing = Pick<z.output<typeof contract.handoverInput>, 'toUserId' | 'note' | 'notes'> & {
  takesSeat: HandoverRow['takes_seat'];
  by: string | null;
};

/** The handover itself, with what is open. Answers its id. */
async function keepOpen(
  ctx: MunicipalContext,
  ending: Ending & { ends_on: string },
  open: Open[],
  { toUserId, note, notes: notesOf, takesSeat, by }: Handing,
): Promise<string> {
  const notes = new Map(notesOf.map(({ key, note: words }) => [key, words]));
  const id = ctx.newId();
  const row: HandoverRow = {
    id,
    municipality_id: ctx.municipality.id,
    area_id: ending.area_id,
    role: ending.role,
    organisation_id: ending.organisation_id,
    council_id: ending.council?.id ?? null,
    member_id: ending.row.table === 'council_members' ? ending.row.id : null,
    from_user_id: ending.from_user_id,
    from_name: ending.from_name,
    ends_on: ending.ends_on,
    note,
    to_user_id: toUserId,
    named_at: null,
    named_by: null,
    received_at: null,
    passed_at: null,
    takes_seat: takesSeat,
    seats_given: '[]',
    created_by: by,
    created_at: ctx.now,
    version: 1,
  };
  const needOf = await needsOf(ctx, open);
  const items = open.map((openItem, position): HandoverItemRow => ({
    id: ctx.newId(),
    municipality_id: ctx.municipality.id,
    handover_id: id,
    position,
    kind: openItem.kind,
    record_id: openItem.recordId,
    need_id: needOf.get(openItem) ?? null,
    path: openItem.path,
    // A record is told as it stands when it is read, to whom that may be told.
    title: openItem.recordId === null ? openItem.title : null,
    since: openItem.since,
    note: notes.get(openItem.key) ?? '',
  }));
  await insertHandover(ctx.db, row, items);
  await audit(ctx, 'handover.create', recordOf(id, ending.area.name), {
    version: 1,
    role: ending.role,
    endsOn: ending.ends_on,
    counts: { items: items.length },
  });
  return id;
}

const recordOf = (id: string, area: string) => ({ kind: 'handover', id, title: area });

async function checkSuccessor(ctx: MunicipalContext, held: Held, userId: string): Promise<void> {
  if (!(await successorsOf(ctx, held)).some(({ id }) => id === userId))
    throw invalid([{ path: '/toUserId', code: 'successor', message: say(ctx.language, 'handovers.issue.successor') }]);
}

/** Which need each of these that is no record is about: a note about a task, or what a need's page has to be done. */
async function needsOf(ctx: MunicipalContext, open: Open[]): Promise<Map<Open, string>> {
  const tasks = await tasksAt(ctx, open);
  const needs = new Map<Open, string>();
  for (const openItem of open) {
    const need =
      tasks.get(openItem.path)?.need_id ?? (openItem.recordId === null ? await needAt(ctx, openItem.path) : null);
    if (need) needs.set(openItem, need);
  }
  return needs;
}

/** The need at a path, or that of the referral there. */
async function needAt(ctx: MunicipalContext, path: string): Promise<string | null> {
  const [, page, id = ''] = /^([a-z-]+)\/([^/?#]+)/.exec(path) ?? [];
  const kind = Object.keys(ctx.kinds).find((name) => recordKind(ctx, name).page === page);
  if (kind === undefined) return null;
  if (kind === 'need') return id;
  const record = await recordKind(ctx, kind).load(ctx, id);
  return record && 'need_id' in record && typeof record.need_id === 'string' ? record.need_id : null;
}

/** The tasks at these paths, by path. */
async function tasksAt(ctx: MunicipalContext, lines: { path: string }[]): Promise<Map<string, NamedTask>> {
  const ids = new Map(
    lines.flatMap(({ path }) => {
      const id = taskAt(path);
      return id === null ? [] : [[id, path] as const];
    }),
  );
  const tasks = await readTasksById(ctx.db, [...ids.keys()]);
  return new Map(tasks.map((task) => [ids.get(task.id) ?? '', task]));
}

const isMine = (ctx: MunicipalContext, id: string | null): boolean => id !== null && id === ctx.actor.id;
const administers = (ctx: MunicipalContext, row: NamedHandover): boolean =>
  holds(ctx.actor, ['administrator'], row.area_path);

/** Whether whoever goes on with it can still be said, and by the asker. */
const mayName = (ctx: MunicipalContext, row: NamedHandover): boolean =>
  (row.received_at === null || (row.passed_at === null && row.ends_on < ctx.today)) &&
  (administers(ctx, row) || (row.council_id !== null && isMine(ctx, row.created_by) && holdsRole(ctx, row)));

/** Has the asker the role that was handed over, or looks after its area in another that keeps records? */
const holdsRole = (ctx: MunicipalContext, row: NamedHandover): boolean =>
  holds(ctx.actor, [row.role, 'administrator', 'tier1', 'tier2'], row.area_path);

async function findHandover(ctx: MunicipalContext, id: string): Promise<NamedHandover> {
  const row = await readHandover(ctx.db, ctx.municipality.id, id);
  const concerns = row && [row.to_user_id, row.from_user_id, row.created_by].some((userId) => isMine(ctx, userId));
  if (!row || !(concerns || administers(ctx, row))) throw notFound();
  return row;
}

const tell = (ctx: MunicipalContext, row: NamedHandover): Handover => ({
  id: row.id,
  from: row.from_name,
  to: row.to_user_id === null ? null : { id: row.to_user_id, name: row.to_name ?? '' },
  area: areaLinkOf(ctx.language, row),
  role: row.role,
  council: row.council_id === null ? null : { id: row.council_id, name: row.council_name ?? '' },
  endsOn: row.ends_on,
  count: Number(row.count),
  createdBy: row.creator_name ?? say(ctx.language, 'records.system'),
  createdAt: row.created_at,
  receivedAt: row.received_at,
  version: row.version,
});

/** Those that concern the asker, and all of the areas that they administer, the latest first; `waiting`: those to them that they have not received. */
export async function readHandovers(ctx: MunicipalContext, waiting: boolean, paging: Paging): Promise<Page<Handover>> {
  const of = { userId: ctx.actor.id ?? '', paths: reachOf(ctx.actor, ['administrator']), waiting };
  const page = await listHandovers(ctx.db, ctx.municipality.id, of, paging);
  return { ...page, items: page.items.map((row) => tell(ctx, row)) };
}

/** A handover with what was open, as it stands now and as far as the asker may be told of it. */
export async function readHandoverRecord(
  ctx: MunicipalContext,
  parts: readonly HomePart[],
  id: string,
): Promise<HandoverRecord> {
  const row = await findHandover(ctx, id);
  // What carried the former one's id is the successor's once it was passed.
  const held = row.passed_at === null ? row : { ...row, from_user_id: row.to_user_id };
  // What they had begun and nobody could go on with is still theirs.
  const stays = row.passed_at === null ? [] : await listBegunOf(ctx, row);
  const open = new Map(
    [...(await listOpen(ctx, parts, held)), ...stays].map((openItem) => [nounAt(ctx, openItem), openItem]),
  );
  const stored = await listHandoverItems(ctx.db, row.id);
  const tasks = await tasksAt(ctx, stored);
  const now = (item: HandoverItemRow): Open | undefined => open.get(nounAt(ctx, item));
  const records = await recordsOf(
    ctx,
    stored.filter((item) => !now(item)),
  );
  const items: HandoverRecord['items'] = [];
  for (const item of stored)
    items.push(
      await tellItem(ctx, row, item, { now: now(item), task: tasks.get(item.path), record: records.get(item.id) }),
    );
  const name = mayName(ctx, row);
  return {
    ...tell(ctx, row),
    // It may name residents: for who has the role now, and whoever wrote it.
    note: holdsRole(ctx, row) || isMine(ctx, row.created_by) ? row.note : '',
    items,
    successors: name ? await successorsOf(ctx, row) : [],
    likely: name ? await likelyOf(ctx, row) : null,
    can: { name, receive: row.received_at === null && isMine(ctx, row.to_user_id) },
  };
}

/** Who is likely to go on with an office: whoever coordinates the council now. */
async function likelyOf(ctx: MunicipalContext, row: NamedHandover): Promise<string | null> {
  if (row.council_id === null || row.role === 'member') return null;
  const members = await listCouncilMembers(ctx.db, row.council_id);
  return (
    members.findLast(
      ({ role, user_id: userId, ...member }) =>
        role === 'coordinator' && userId !== null && userId !== row.from_user_id && runsTo(member, ctx.today),
    )?.user_id ?? null
  );
}

/** The records of these items, by the item, a statement a kind. */
async function recordsOf(ctx: MunicipalContext, items: HandoverItemRow[]): Promise<Map<string, MovingRow>> {
  const byItem = new Map<string, MovingRow>();
  for (const [kind, ofKind] of Map.groupBy(items, (item) => item.kind)) {
    const ids = ofKind.flatMap(({ record_id: id }) => id ?? []);
    if (ids.length === 0 || !Object.hasOwn(ctx.kinds, kind)) continue;
    const rows = new Map((await recordKind(ctx, kind).loadAll(ctx, ids)).map((row) => [row.id, row]));
    for (const { id, record_id: recordId } of ofKind) {
      const row = rows.get(recordId ?? '');
      if (row) byItem.set(id, row);
    }
  }
  return byItem;
}

async function tellItem(
  ctx: MunicipalContext,
  row: NamedHandover,
  item: HandoverItemRow,
  { now, task, record }: { now: Open | undefined; task: NamedTask | undefined; record: MovingRow | undefined },
): Promise<HandoverRecord['items'][number]> {
  const common = {
    id: item.id,
    kind: kindWord(ctx, item.kind),
    since: item.since,
    state: null,
    next: null,
    dueOn: null,
    late: false,
    over: false,
  };
  const hidden = { ...common, path: null, title: hiddenTitle(ctx, item.kind), note: '', hidden: true };
  // A token that is limited to kinds is told of those alone.
  if (!coversPage(ctx, item.path)) return hidden;
  if (item.record_id === null || !Object.hasOwn(ctx.kinds, item.kind)) {
    if (!holdsRole(ctx, row)) return hidden;
    const { next = null, dueOn = null, late = false } = now ?? {};
    // How many more there were is no one thing that could be over.
    const over = task ? task.state !== 'open' : now === undefined && !Object.hasOwn(ctx.kinds, item.kind);
    return {
      ...common,
      path: item.kind === STAYS ? null : item.path,
      title: item.title ?? '',
      note: item.note,
      next,
      dueOn,
      late,
      over,
      hidden: false,
    };
  }
  if (now) {
    if (now.hidden) return hidden;
    const { title, state, since, next, dueOn, late } = now;
    return { ...common, path: item.path, title, note: item.note, state, since, next, dueOn, late, hidden: false };
  }
  const kind = recordKind(ctx, item.kind);
  if (!record || !may(kind.rights, ctx.actor, 'see', kind.judged(record))) return hidden;
  const { body } = await definitionById(ctx, 'workflow', record.workflow_id);
  const isState = listStandings(body).some(({ state }) => state === record.state);
  return {
    ...common,
    path: item.path,
    title: kind.title(record),
    note: item.note,
    state: isState ? stateName(body, record.state, ctx.language) : null,
    since: dayInJapan(record.state_since),
    over: (await tagsOf(ctx, record)).includes('over'),
    hidden: false,
  };
}

/** Says who goes on with it. For administrators of the area, and whoever handed an office over. Throws `stale`. */
export async function nameSuccessor(
  ctx: MunicipalContext,
  id: string,
  version: number,
  { toUserId, note }: z.output<typeof contract.handoverPatch>,
): Promise<{ id: string; version: number }> {
  const row = await findHandover(ctx, id);
  if (!mayName(ctx, row)) throw notAllowed();
  await checkSuccessor(ctx, row, toUserId);
  // What was passed already goes on at once.
  if (row.passed_at !== null && !(await holdsNow(ctx, row, toUserId)))
    throw invalid([{ path: '/toUserId', code: 'holder', message: say(ctx.language, 'handovers.issue.holder') }]);
  const next = await updateVersion(ctx.db, 'handovers', id, version, {
    to_user_id: toUserId,
    ...(row.to_user_id === toUserId ? {} : { named_at: ctx.now, named_by: ctx.actor.id }),
    ...(note === undefined ? {} : { note }),
  });
  if (next === null) throw await staleConflict(ctx, 'handover', id, version, { id, version: row.version });
  await audit(ctx, 'handover.name', recordOf(id, row.area_name), { version: next });
  if (row.passed_at === null) await passOn(ctx, id);
  else if (row.to_user_id !== toUserId) await passAgain(ctx, row, toUserId);
  return { id, version: next };
}

/** The successor has received it; once is enough. */
export async function receiveHandover(ctx: MunicipalContext, id: string): Promise<{ id: string; version: number }> {
  await lockRecord(ctx.db, 'handovers', ctx.municipality.id, id);
  const row = await findHandover(ctx, id);
  if (!isMine(ctx, row.to_user_id)) throw notAllowed();
  if (row.received_at !== null) return { id, version: row.version };
  await setReceived(ctx.db, id, ctx.now);
  await audit(ctx, 'handover.receive', recordOf(id, row.area_name), { version: row.version + 1 });
  await passOn(ctx, id);
  return { id, version: row.version + 1 };
}
