import { normaliseName } from '../../database/normalise.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import type { FieldIssue } from '../../kernel/errors.ts';
import { say } from '../../kernel/texts/index.ts';
import { mayCouncil, readCouncil } from '../council/index.ts';
import { consentsTo, mayNeed, readNeeds, readsPlan } from '../need/index.ts';
import { replaceAbout, type AgendaTie } from './agenda-ties-store.ts';
import { showItem } from './find-meeting.ts';
import type { MinutesColumns } from './minutes-store.ts';
import {
  listMembersNamed,
  replaceItems,
  replaceJoint,
  replacePeople,
  type ItemRow,
  type JointCouncil,
  type MeetingKind,
  type MeetingNeed,
  type MeetingRow,
  type NamedItem,
  type NamedMember,
  type NamedMeetingNeed,
  type NamedPerson,
  type PersonRow,
} from './store.ts';

export type NewItem = Pick<ItemRow, 'title' | 'discussion' | 'outcome'> & {
  id?: string | undefined;
  needId: string | null;
  decisions: string[];
  about?: string[] | undefined;
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
  bring: string | null;
  /** Of one that was held, left out: as many as of `people` were there. */
  attendance?: number | undefined;
  attendees: string[];
  minutes: string | null;
  decisions: string[];
  needs: { needId: string; plan: string | null }[];
  agenda: NewItem[];
  people: NewPerson[];
  /** The other councils that it is of. */
  jointIds?: string[] | undefined;
};

/** What a meeting's own row says of it, beside its council and its age. */
export type Values = Omit<
  MeetingRow,
  | 'id'
  | 'municipality_id'
  | 'council_id'
  | 'examined_at'
  | 'created_by'
  | 'created_at'
  | 'version'
  | keyof MinutesColumns
>;

/** All that is stored of a meeting. `agenda`, `people`, `needs`, `joint`: left out, they stay. */
export type StoredMeeting = {
  values: Values;
  agenda?: ItemRow[] | undefined;
  /** What the items are about. */
  about?: AgendaTie[] | undefined;
  people?: PersonRow[] | undefined;
  /** The other councils' ids. */
  joint?: string[] | undefined;
  needs?: MeetingNeed[] | undefined;
};

export async function replaceParts(
  ctx: MunicipalContext,
  id: string,
  { agenda, about, people, joint }: StoredMeeting,
): Promise<void> {
  const of = { municipality_id: ctx.municipality.id, meeting_id: id };
  if (agenda) await replaceItems(ctx.db, of, agenda.map(plainItem));
  if (agenda && about)
    await replaceAbout(
      ctx.db,
      id,
      agenda.map((item) => item.id),
      about,
    );
  if (joint) await replaceJoint(ctx.db, of, joint);
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
export function withAttendees({ values, people }: StoredMeeting): Values {
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
export function dealtWith(needs: MeetingNeed[], agenda: ItemRow[]): MeetingNeed[] {
  const all = new Map(needs.map((need) => [need.need_id, need]));
  for (const { need_id, decisions } of agenda) {
    if (need_id === null) continue;
    const agreed = (JSON.parse(decisions) as string[]).join('\n').slice(0, 2000);
    all.set(need_id, { need_id, plan: agreed || (all.get(need_id)?.plan ?? null) });
  }
  return [...all.values()];
}

export const needsAhead = (ctx: MunicipalContext): FieldIssue => ({
  path: '/needs',
  code: 'planned',
  message: say(ctx.language, 'meetings.needsAhead'),
});

/** A record is of what has happened, and counts everybody who is said to have been there. */
export function checkMeeting(
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
export async function checkNeeds(
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
  const left = new Map(held.map((row) => [row.id, row]));
  return (id) => {
    const before = id === undefined ? undefined : left.get(id);
    if (before) left.delete(before.id);
    return before;
  };
}

/** Items whose need the asker may not be told of stay where they are; of one whose words they may not read, these stay. */
export async function checkAgenda(
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

/** What each stored item is said to be about; those that the asker was not shown stay as they are. */
export function namedBy(
  given: readonly NewItem[],
  stored: readonly ItemRow[],
): { id: string; about: string[] | undefined }[] {
  const left = new Map<string | undefined, NewItem>(given.map((item) => [item.id, item]));
  const fresh = given.filter(({ id }) => id === undefined || !stored.some((row) => row.id === id));
  return stored.map(({ id }) => ({ id, about: (left.get(id) ?? fresh.shift())?.about }));
}

/**
 * Members, of any of a joint meeting's councils, are called as the council has them; an answer has its time. Those that are listed already
 * stay as they were called where their council is not of it any more. Who sits in several of the councils is added by one seat.
 */
export async function checkPeople(
  ctx: MunicipalContext,
  councilIds: readonly string[],
  people: NewPerson[],
  held: NamedPerson[],
  issues: FieldIssue[],
): Promise<PersonRow[]> {
  const members = await listMembersNamed(
    ctx.db,
    councilIds,
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
    const listed = held.find(({ member_id }) => member_id !== null && member_id === person.memberId);
    if (person.memberId !== null && !member && !listed) issue('unknownMember');
    if (person.memberId !== null && (named.has(person.memberId) || isSecondSeat(people, index, members, held)))
      issue('memberTwice');
    if (person.memberId !== null) named.add(person.memberId);
    const before = take(person.id);
    const { name, body } = member ?? listed ?? person;
    return {
      id: before?.id ?? ctx.newId(),
      member_id: person.memberId,
      name,
      body,
      answer: person.answer,
      note: person.note,
      answered_at: person.answer === null ? null : before?.answer === person.answer ? before.answered_at : ctx.now,
      presence: person.presence,
    };
  });
}

/** Whether somebody is added by a seat in one council who is on the list by another's, so that they would count twice. Whoever was listed so stays. */
function isSecondSeat(
  people: readonly NewPerson[],
  index: number,
  members: readonly NamedMember[],
  held: readonly NamedPerson[],
): boolean {
  const seat = members.find(({ id }) => id === people[index]?.memberId);
  const listed = (id: string) => held.find(({ member_id }) => member_id === id);
  if (!seat || seat.user_id === null || listed(seat.id)) return false;
  return people.some(({ memberId }, place) => {
    if (memberId === null || memberId === seat.id) return false;
    const other = members.find(({ id }) => id === memberId);
    const before = listed(memberId);
    const isTheirs = (other ?? before)?.user_id === seat.user_id && other?.council_id !== seat.council_id;
    return isTheirs && (place < index || before !== undefined);
  });
}

/**
 * The councils that a meeting is of beside the one that keeps it: open ones that the asker may see. Those that are held already stay named,
 * and stay where the asker may not see them.
 */
export async function checkJoint(
  ctx: MunicipalContext,
  councilId: string,
  given: readonly string[],
  held: readonly JointCouncil[],
  issues: FieldIssue[],
): Promise<string[]> {
  const hidden = held.filter((council) => !mayCouncil(ctx.actor, 'see', council)).map(({ id }) => id);
  for (const [index, id] of given.entries()) {
    if (hidden.includes(id) || held.some((council) => council.id === id)) continue;
    const council = id === councilId ? undefined : await readCouncil(ctx.db, ctx.municipality.id, id);
    if (!council || council.closed_at !== null || !mayCouncil(ctx.actor, 'see', council))
      issues.push({
        path: `/jointIds/${index}`,
        code: 'unknown',
        message: say(ctx.language, 'meetings.unknownCouncil'),
      });
  }
  return [...new Set([...hidden, ...given])];
}
