import { normaliseForSearch } from '../../database/normalise.ts';
import { updateVersion } from '../../database/versioned.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, refused, type FieldIssue } from '../../kernel/errors.ts';
import { changedFields, staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { requireCode } from '../../settings/codes/code-entries.ts';
import { evaluateCouncil } from '../council/index.ts';
import { mayNeed } from '../need/index.ts';
import { findMeeting } from './find-meeting.ts';
import { checkAbout } from './agenda-ties.ts';
import {
  checkMeeting,
  checkAgenda,
  checkJoint,
  checkNeeds,
  checkPeople,
  countPresent,
  dealtWith,
  namedBy,
  needsAhead,
  presenceBy,
  replaceParts,
  withAttendees,
  type NewMeeting,
  type StoredMeeting,
  type Values,
} from './meeting-parts.ts';
import {
  jointCouncils,
  listItems,
  listJointIds,
  listMeetingNeeds,
  listPeople,
  replaceMeetingNeeds,
  type MeetingRow,
  type MeetingState,
  type NamedMeetingNeed,
  type PersonRow,
} from './store.ts';

export type MeetingChange = { [Field in Exclude<keyof NewMeeting, 'state'>]?: NewMeeting[Field] | undefined } & {
  state?: MeetingState | undefined;
  stateReason?: string | null | undefined;
};

/**
 * Mends a meeting's record, its plan, or says that it was held or dropped. Throws `stale` when somebody changed it first. Needs and
 * items of the agenda that the asker may not read stay as they are. Refused once the minutes have been sent or confirmed.
 */
export async function changeMeeting(
  ctx: MunicipalContext,
  id: string,
  version: number,
  change: MeetingChange,
): Promise<{ id: string; version: number }> {
  const meeting = await findMeeting(ctx, id, 'work');
  if (change.kind !== undefined && change.kind !== meeting.kind)
    await requireCode(ctx, 'meeting-kind', change.kind, '/kind');
  const issues: FieldIssue[] = [];
  const heldItems = change.agenda ? await listItems(ctx.db, id) : [];
  const heldPeople = await listPeople(ctx.db, id);
  const agenda = change.agenda ? await checkAgenda(ctx, change.agenda, heldItems, issues) : undefined;
  const about = change.agenda && agenda ? await checkAbout(ctx, id, namedBy(change.agenda, agenda), issues) : undefined;
  const before = jointCouncils(meeting);
  const joint = change.jointIds
    ? await checkJoint(ctx, meeting.council_id, change.jointIds, before, issues)
    : undefined;
  // Who was put on the list stays, also where their council is taken out now.
  const councils = [meeting.council_id, ...before.map((council) => council.id), ...(joint ?? [])];
  let people: PersonRow[] | undefined;
  if (change.people) people = await checkPeople(ctx, councils, change.people, heldPeople, issues);
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
    bring: change.bring === undefined ? meeting.bring : change.bring,
    attendance: change.attendance ?? Math.max(meeting.attendance, countPresent(people ?? [])),
    attendees: change.attendees ? JSON.stringify(change.attendees) : meeting.attendees,
    minutes: change.minutes === undefined ? meeting.minutes : change.minutes,
    decisions: change.decisions ? JSON.stringify(change.decisions) : meeting.decisions,
  };
  checkMeeting(ctx, values, people ?? heldPeople, issues);
  if (meeting.state === 'held' && state !== 'held')
    issues.push({ path: '/state', code: 'held', message: say(ctx.language, 'meetings.wasHeld') });
  if (state === 'planned' && (change.needs?.length ?? 0) > 0) issues.push(needsAhead(ctx));
  if (issues.length > 0) throw invalid(issues);
  return writeMeeting(ctx, meeting, version, { values, agenda, about, people, joint, needs }, held);
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
  // Those who were there are asked about what they read, and what they confirmed stays that.
  if (meeting.minutes_state === 'confirming') throw refused('minutesSent');
  if (meeting.minutes_state === 'confirmed') throw refused('minutesConfirmed');
  const values = withAttendees(change);
  const next = await updateVersion(ctx.db, 'meetings', id, version, {
    ...values,
    search: normaliseForSearch(values.title),
  });
  if (next === null)
    throw await staleConflict(ctx, 'meeting', id, version, {
      id,
      version: meeting.version,
      title: meeting.title,
      heldOn: meeting.held_on,
    });
  // Who is not of it any more counts anew as well.
  const councils = new Set([meeting.council_id, ...(await listJointIds(ctx.db, id)), ...(change.joint ?? [])]);
  await replaceParts(ctx, id, change);
  if (values.state === 'held' && (change.needs || change.agenda || meeting.state !== 'held')) {
    const kept = change.needs
      ? held.filter((need) => !mayNeed(ctx.actor, 'see', need))
      : await listMeetingNeeds(ctx.db, [id]);
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
  if (values.state === 'held') for (const councilId of councils) await evaluateCouncil(ctx, councilId);
  return { id, version: next };
}
