import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, refused, type FieldIssue } from '../../kernel/errors.ts';
import { say } from '../../kernel/texts/index.ts';
import { requireCode } from '../../settings/codes/code-entries.ts';
import { evaluateCouncil, findCouncil } from '../council/index.ts';
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
  replaceParts,
  withAttendees,
  type NewMeeting,
  type StoredMeeting,
  type Values,
} from './meeting-parts.ts';
import { insertMeeting } from './store.ts';

/** Plans a council's meeting, or keeps the record of one that was held. For coordinators and administrators of the area; the rules then look at the council again. */
export async function recordMeeting(
  ctx: MunicipalContext,
  councilId: string,
  input: NewMeeting,
): Promise<{ id: string; version: number }> {
  const council = await findCouncil(ctx, councilId, 'work');
  await requireCode(ctx, 'meeting-kind', input.kind, '/kind');
  const issues: FieldIssue[] = [];
  const id = ctx.newId();
  const agenda = await checkAgenda(ctx, input.agenda, [], issues);
  const about = await checkAbout(ctx, id, namedBy(input.agenda, agenda), issues);
  const joint = await checkJoint(ctx, councilId, input.jointIds ?? [], [], issues);
  const people = await checkPeople(ctx, [councilId, ...joint], input.people, [], issues);
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
    bring: input.bring,
    attendance: input.attendance ?? countPresent(people),
    attendees: JSON.stringify(input.attendees),
    minutes: input.minutes,
    decisions: JSON.stringify(input.decisions),
  };
  checkMeeting(ctx, values, people, issues);
  if (input.state === 'held' && input.attendance === undefined && countPresent(people) === 0)
    issues.push({ path: '/attendance', code: 'required', message: say(ctx.language, 'meetings.attendance') });
  if (input.state === 'planned' && input.needs.length > 0) issues.push(needsAhead(ctx));
  if (issues.length > 0) throw invalid(issues);
  if (council.closed_at) throw refused('stepClosed', { reason: say(ctx.language, 'councils.closed') });
  return storeMeeting(ctx, councilId, { values, agenda, about, people, joint, needs }, ctx.actor.id, id);
}

/** The storing alone, for what has been checked (by the API's shapes or a workflow's form). */
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
      minutes_state: 'draft',
      minutes_round: 0,
      minutes_sent_at: null,
      confirmed_at: null,
      confirmed_by: null,
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
  if (values.state === 'held') for (const of of [councilId, ...(meeting.joint ?? [])]) await evaluateCouncil(ctx, of);
  return { id, version: 1 };
}
