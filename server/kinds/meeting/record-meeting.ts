import { normaliseName } from '../../database/normalise.ts';
import { updateVersion } from '../../database/versioned.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, refused, type FieldIssue } from '../../kernel/errors.ts';
import { changedFields, staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { evaluateCouncil, findCouncil } from '../council/index.ts';
import { consentsTo, mayNeed, readNeeds, readsPlan } from '../need/index.ts';
import { findMeeting, showItem } from './find-meeting.ts';
import {
  insertMeeting,
  listItems,
  listMeetingNeeds,
  listMembersNamed,
  listPeople,
  replaceItems,
  replaceMeetingNeeds,
  replacePeople,
  type ItemRow,
  type MeetingKind,
  type MeetingNeed,
  type MeetingRow,
  type MeetingState,
  type NamedItem,
  type NamedMeetingNeed,
  type NamedPerson,
  type PersonRow,
} from './store.ts';

export type NewItem = Pick<ItemRow, 'title' | 'discussion' | 'outcome'> & {
  id?: string | undefined;
  needId: string | null;
  decisions: string[];
};
export type NewPerson = Pick<PersonRow, 'name' | 'body' | 'answer' | 'note' | 'presence'> & {
  id?: string | undefined;
  memberId: string | null;
};
export type NewMeeting = {
  kind: MeetingKind;
  state: 'planned' | 'held';
  title: string;
  heldOn: string;
  startsAt: string | null;
  endsAt: string | null;
  place: string | null;
  aim: string | null;
  /** Of one that was held, left out: as many as of `people` were there. */
  attendance?: number | undefined;
  attendees: string[];
  minutes: string | null;
  decisions: string[];
  needs: { needId: string; plan: string | null }[];
  agenda: NewItem[];
  people: NewPerson[];
};
export type MeetingChange = { [Field in Exclude<keyof NewMeeting, 'state'>]?: NewMeeting[Field] | undefined } & {
  state?: MeetingState | undefined;
  stateReason?: string | null | undefined;
};

/** What a meeting's own row says of it, beside its council and its age. */
type Values = Omit<
  MeetingRow,
  'id' | 'municipality_id' | 'council_id' | 'examined_at' | 'created_by' | 'created_at' | 'version'
>;
/** All that is stored of a meeting. `agenda`, `people`, `needs`: left out, they stay. */
export type StoredMeeting = {
  values: Values;
  agenda?: ItemRow[] | undefined;
  people?: PersonRow[] | undefined;
  needs?: MeetingNeed[] | undefined;
};

/** Plans a council's meeting, or keeps the record of one that was held. For coordinators and administrators of the area; the rules then look at the council again. */
export async function recordMeeting(
  ctx: MunicipalContext,
  councilId: string,
  input: NewMeeting,
): Promise<{ id: string; version: number }> {
  const council = await findCouncil(ctx, councilId, 'work');
  const issues: FieldIssue[] = [];
  const agenda = await checkAgenda(ctx, input.agenda, [], issues);
  const people = await checkPeople(ctx, councilId, input.people, [], issues);
  const needs = await checkNeeds(ctx, input.needs, [], issues);
  const values: Values = {
    kind: input.kind,
    state: input.state,
    state_reason: null,
    title: input.title,
    held_on: input.heldOn,
    starts_at: input.startsAt,
    ends_at: input.endsAt,
    place: input.place,
    aim: input.aim,
    attendance: input.attendance ?? countPresent(people),
    attendees: JSON.stringify(input.attendees),
    minutes: input.minutes,
    decisions: JSON.stringify(input.decisions),
  };
  check(ctx, values, people, issues);
  if (input.state === 'held' && input.attendance === undefined && countPresent(people) === 0)
    issues.push({ path: '/attendance', code: 'required', message: say(ctx.language, 'meetings.attendance') });
  if (input.state === 'planned' && input.needs.length > 0) issues.push(needsAhead(ctx));
  if (issues.length > 0) throw invalid(issues);
  if (council.closed_at) throw refused('stepClosed', { reason: say(ctx.language, 'councils.closed') });
  return storeMeeting(ctx, councilId, { values, agenda, people, needs }, ctx.actor.id);
}

/** The storing alone, for what has been checked (by the API's shapes or a lifecycle's form). */
export async function storeMeeting(
  ctx: MunicipalContext,
  councilId: string,
  meeting: StoredMeeting,
  createdBy: string | null,
  id = ctx.newId(),
): Promise<{ id: string; version: number }> {
  const values = withAttendees(meeting);
  await insertMeeting(
    ctx.db,
    {
      id,
      municipality_id: ctx.municipality.id,
      council_id: councilId,
      ...values,
      examined_at: null,
      created_by: createdBy,
      created_at: ctx.now,
      version: 1,
    },
    values.state === 'held' ? dealtWith(meeting.needs ?? [], meeting.agenda ?? []) : [],
  );
  await replaceParts(ctx, id, meeting);
  await audit(
    ctx,
    values.state === 'planned' ? 'meeting.plan' : 'meeting.create',
    { kind: 'meeting', id, title: values.title },
    { version: 1, council: councilId, kind: values.kind, heldOn: values.held_on },
  );
  if (values.state === 'held') await evaluateCouncil(ctx, councilId);
  return { id, version: 1 };
}

/**
 * Mends a meeting's record, its plan, or says that it was held or dropped. Throws `stale` when somebody changed it first. Needs and
 * items of the agenda that the asker may not read stay as they are.
 */
export async function changeMeeting(
  ctx: MunicipalContext,
  id: string,
  version: number,
  change: MeetingChange,
): Promise<{ id: string; version: number }> {
  const meeting = await findMeeting(ctx, id, 'work');
  const issues: FieldIssue[] = [];
  const heldItems = change.agenda ? await listItems(ctx.db, id) : [];
  const heldPeople = await listPeople(ctx.db, id);
  const agenda = change.agenda ? await checkAgenda(ctx, change.agenda, heldItems, issues) : undefined;
  let people: PersonRow[] | undefined;
  if (change.people) people = await checkPeople(ctx, meeting.council_id, change.people, heldPeople, issues);
  else if (change.attendees)
    people = change.attendees.length > 0 ? presenceBy(heldPeople, change.attendees) : heldPeople;
  const held = change.needs ? await listMeetingNeeds(ctx.db, [id]) : [];
  const needs = change.needs ? await checkNeeds(ctx, change.needs, held, issues) : undefined;
  const state = change.state ?? meeting.state;
  const values: Values = {
    kind: change.kind ?? meeting.kind,
    state,
    state_reason: change.stateReason === undefined ? meeting.state_reason : change.stateReason,
    title: change.title ?? meeting.title,
    held_on: change.heldOn ?? meeting.held_on,
    starts_at: change.startsAt === undefined ? meeting.starts_at : change.startsAt,
    ends_at: change.endsAt === undefined ? meeting.ends_at : change.endsAt,
    place: change.place === undefined ? meeting.place : change.place,
    aim: change.aim === undefined ? meeting.aim : change.aim,
    attendance: change.attendance ?? Math.max(meeting.attendance, countPresent(people ?? [])),
    attendees: change.attendees ? JSON.stringify(change.attendees) : meeting.attendees,
    minutes: change.minutes === undefined ? meeting.minutes : change.minutes,
    decisions: change.decisions ? JSON.stringify(change.decisions) : meeting.decisions,
  };
  check(ctx, values, people ?? heldPeople, issues);
  if (meeting.state === 'held' && state !== 'held')
    issues.push({ path: '/state', code: 'held', message: say(ctx.language, 'meetings.wasHeld') });
  if (state === 'planned' && (change.needs?.length ?? 0) > 0) issues.push(needsAhead(ctx));
  if (issues.length > 0) throw invalid(issues);
  return writeMeeting(ctx, meeting, version, { values, agenda, people, needs }, held);
}

/** The changing alone. `held`: the needs dealt with before, where they are replaced. */
export async function writeMeeting(
  ctx: MunicipalContext,
  meeting: MeetingRow,
  version: number,
  change: StoredMeeting,
  held: NamedMeetingNeed[] = [],
): Promise<{ id: string; version: number }> {
  const { id } = meeting;
  const values = withAttendees(change);
  const next = await updateVersion(ctx.db, 'meetings', id, version, values);
  if (next === null)
    throw await staleConflict(ctx, 'meeting', id, version, {
      id,
      version: meeting.version,
      title: meeting.title,
      heldOn: meeting.held_on,
    });
  await replaceParts(ctx, id, change);
  if (values.state === 'held' && (change.needs || change.agenda || meeting.state !== 'held')) {
    const kept = change.needs ? held.filter((need) => !mayNeed(ctx.actor, 'see', need)) : await keptNeeds(ctx, id);
    await replaceMeetingNeeds(
      ctx.db,
      id,
      dealtWith(
        [...kept.map(({ need_id, plan }) => ({ need_id, plan })), ...(change.needs ?? [])],
        change.agenda ?? (await listItems(ctx.db, id)),
      ),
    );
  }
  await audit(
    ctx,
    meeting.state !== values.state ? `meeting.${values.state}` : 'meeting.change',
    { kind: 'meeting', id, title: values.title },
    {
      version: next,
      changed: tellChanges(changedFields({ ...meeting }, values), ['kind', 'state', 'held_on', 'attendance']),
    },
  );
  if (values.state === 'held') await evaluateCouncil(ctx, meeting.council_id);
  return { id, version: next };
}

const keptNeeds = (ctx: MunicipalContext, id: string): Promise<NamedMeetingNeed[]> => listMeetingNeeds(ctx.db, [id]);

async function replaceParts(ctx: MunicipalContext, id: string, { agenda, people }: StoredMeeting): Promise<void> {
  const of = { municipality_id: ctx.municipality.id, meeting_id: id };
  if (agenda) await replaceItems(ctx.db, of, agenda.map(plainItem));
  if (people) await replacePeople(ctx.db, of, people.map(plainPerson));
}

const plainItem = ({ id, title, need_id, discussion, decisions, outcome }: ItemRow): ItemRow => ({
  id,
  title,
  need_id,
  discussion,
  decisions,
  outcome,
});
const plainPerson = ({ id, member_id, name, body, answer, note, answered_at, presence }: PersonRow): PersonRow => ({
  id,
  member_id,
  name,
  body,
  answer,
  note,
  answered_at,
  presence,
});

const wasThere = ({ presence }: Pick<PersonRow, 'presence'>): boolean => presence === 'present' || presence === 'proxy';
export const countPresent = (people: readonly Pick<PersonRow, 'presence'>[]): number => people.filter(wasThere).length;

/** Who was there by the list stands among those named as having attended, once. */
function withAttendees({ values, people }: StoredMeeting): Values {
  if (values.state !== 'held' || !people) return values;
  const others = (JSON.parse(values.attendees) as string[]).filter(
    (line) => !people.some((person) => isCalled(person, line)),
  );
  const attendees = [...people.filter(wasThere).map(({ name }) => name), ...others];
  return { ...values, attendees: JSON.stringify([...new Set(attendees)]) };
}

const isCalled = ({ name, body }: Pick<PersonRow, 'name' | 'body'>, line: string): boolean =>
  [name, `${name}（${body ?? ''}）`].some((called) => normaliseName(called) === normaliseName(line));

/** Those who are listed, there or not by the names of who attended. */
export const presenceBy = <P extends PersonRow>(people: P[], attendees: string[]): P[] =>
  people.map((person) => {
    const there = attendees.some((line) => isCalled(person, line));
    const presence = there ? (person.presence === 'proxy' ? 'proxy' : 'present') : 'absent';
    return { ...person, presence };
  });

/** What was agreed at an item about a need is what will be done for it; an item's need without any was discussed. */
function dealtWith(needs: MeetingNeed[], agenda: ItemRow[]): MeetingNeed[] {
  const all = new Map(needs.map((need) => [need.need_id, need]));
  for (const { need_id, decisions } of agenda) {
    if (need_id === null) continue;
    const agreed = (JSON.parse(decisions) as string[]).join('\n').slice(0, 2000);
    all.set(need_id, { need_id, plan: agreed || (all.get(need_id)?.plan ?? null) });
  }
  return [...all.values()];
}

const needsAhead = (ctx: MunicipalContext): FieldIssue => ({
  path: '/needs',
  code: 'planned',
  message: say(ctx.language, 'meetings.needsAhead'),
});

/** A record is of what has happened, and counts everybody who is said to have been there. */
function check(
  ctx: MunicipalContext,
  values: Values,
  people: readonly Pick<PersonRow, 'presence'>[],
  issues: FieldIssue[],
): void {
  const issue = (path: string, code: string, text: string, params = {}): void =>
    void issues.push({ path, code, message: say(ctx.language, `meetings.${text}`, params) });
  if (values.state === 'held' && values.held_on > ctx.today) issue('/heldOn', 'future', 'notHeldYet');
  if (values.state === 'held' && values.attendance < countPresent(people))
    issue('/attendance', 'tooFew', 'tooFew', { count: countPresent(people) });
  if (values.starts_at && values.ends_at && values.ends_at <= values.starts_at)
    issue('/endsAt', 'endBeforeStart', 'endBeforeStart');
}

const unknownNeed = (ctx: MunicipalContext, path: string): FieldIssue => ({
  path,
  code: 'unknown',
  message: say(ctx.language, 'meetings.unknownNeed'),
});

/** The needs that the asker may name, and for those that may not be named the issue. `held`: what is named already stays. */
async function checkNamed(
  ctx: MunicipalContext,
  named: { needId: string; path: string }[],
  held: readonly string[],
  issues: FieldIssue[],
): Promise<void> {
  if (named.length === 0) return;
  const known = (
    await readNeeds(
      ctx.db,
      named.map(({ needId }) => needId),
    )
  ).filter((need) => need.municipality_id === ctx.municipality.id && mayNeed(ctx.actor, 'see', need));
  for (const { needId, path } of named) {
    const row = known.find(({ id }) => id === needId);
    if (!row) issues.push(unknownNeed(ctx, path));
    else if (!held.includes(needId) && !consentsTo(row, 'council'))
      issues.push({
        path,
        code: 'noConsent',
        message: say(ctx.language, 'meetings.noConsent', { number: row.number }),
      });
  }
}

/** A need that the meeting deals with already stays, with its plan where the asker may not read that and writes none; another one must be one that the council may be told of. */
async function checkNeeds(
  ctx: MunicipalContext,
  needs: NewMeeting['needs'],
  held: NamedMeetingNeed[],
  issues: FieldIssue[],
): Promise<MeetingNeed[]> {
  await checkNamed(
    ctx,
    needs.map(({ needId }, index) => ({ needId, path: `/needs/${index}/needId` })),
    held.map(({ need_id }) => need_id),
    issues,
  );
  return needs.map(({ needId, plan }) => {
    const before = held.find((need) => need.need_id === needId);
    const unread = before && !readsPlan(ctx.actor, before) ? before.plan : null;
    return { need_id: needId, plan: plan || unread };
  });
}

/** What is held by an id, for the first that asks; another one with the same id is new. */
function onceEach<Held extends { id: string }>(held: readonly Held[]): (id: string | undefined) => Held | undefined {
  const left = new Map(held.map((one) => [one.id, one]));
  return (id) => {
    const one = id === undefined ? undefined : left.get(id);
    if (one) left.delete(one.id);
    return one;
  };
}

/** Items whose need the asker may not be told of stay where they are; of one whose words they may not read, these stay. */
async function checkAgenda(
  ctx: MunicipalContext,
  agenda: NewItem[],
  held: NamedItem[],
  issues: FieldIssue[],
): Promise<ItemRow[]> {
  const hidden = new Set(held.filter((item) => showItem(ctx, item).hidden).map(({ id }) => id));
  const seen = agenda.filter(({ id }) => id === undefined || !hidden.has(id));
  await checkNamed(
    ctx,
    agenda.flatMap(({ needId }, index) => (needId === null ? [] : [{ needId, path: `/agenda/${index}/needId` }])),
    held.flatMap(({ need_id }) => need_id ?? []),
    issues,
  );
  const take = onceEach(held);
  const items = seen.map((item): ItemRow => {
    const before = take(item.id);
    const unread = before?.need && before.need_id === item.needId && !readsPlan(ctx.actor, before.need);
    return {
      id: before?.id ?? ctx.newId(),
      title: item.title,
      need_id: item.needId,
      discussion: unread && item.discussion === null ? before.discussion : item.discussion,
      decisions: unread && item.decisions.length === 0 ? before.decisions : JSON.stringify(item.decisions),
      outcome: item.outcome,
    };
  });
  for (const [place, item] of held.entries()) if (hidden.has(item.id)) items.splice(place, 0, item);
  return items;
}

/** Members are called as the council has them; an answer has its time. */
async function checkPeople(
  ctx: MunicipalContext,
  councilId: string,
  people: NewPerson[],
  held: NamedPerson[],
  issues: FieldIssue[],
): Promise<PersonRow[]> {
  const members = await listMembersNamed(
    ctx.db,
    councilId,
    people.flatMap(({ memberId }) => memberId ?? []),
  );
  const named = new Set<string>();
  const take = onceEach(held);
  return people.map((person, index) => {
    const member = members.find(({ id }) => id === person.memberId);
    const issue = (code: string): void =>
      void issues.push({
        path: `/people/${index}/memberId`,
        code,
        message: say(ctx.language, `meetings.${code}`),
      });
    if (person.memberId !== null && !member) issue('unknownMember');
    if (person.memberId !== null && named.has(person.memberId)) issue('memberTwice');
    if (person.memberId !== null) named.add(person.memberId);
    const before = take(person.id);
    return {
      id: before?.id ?? ctx.newId(),
      member_id: person.memberId,
      name: member?.name ?? person.name,
      body: member ? member.body : person.body,
      answer: person.answer,
      note: person.note,
      answered_at: person.answer === null ? null : before?.answer === person.answer ? before.answered_at : ctx.now,
      presence: person.presence,
    };
  });
}
