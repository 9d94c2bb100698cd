import { answerOf, entriesOf } from '../../../forms/index.ts';
import type { EffectToPerform } from '../../effects/effect.ts';
import { dayInJapan } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { readNeeds } from '../need/index.ts';
import { meetingOnRecord } from './meeting-on-record.ts';
import { kindName } from './kind-name.ts';
import { lines, text } from './read-answers.ts';
import { writeMeeting } from './change-meeting.ts';
import { presenceBy } from './meeting-parts.ts';
import { storeMeeting } from './record-meeting.ts';
import {
  listPeople,
  readMeeting,
  readPlannedBefore,
  type MeetingKind,
  type MeetingNeed,
  type MeetingRow,
} from './store.ts';

/**
 * Effect: keeps the meeting that a step told of in its form's answers (title, heldOn, place, attendance, attendees, minutes, decisions, needs), of the
 * kind that the workflow says. A planned meeting becomes the one that was held: the one that the step was taken for (`details.meeting`, which is also
 * the id of one that nobody planned; whatever others said of it since), otherwise the last of its kind that was planned for that day or before; what the answers leave open stays as it
 * was planned.
 */
export async function recordMeetingHeld(
  ctx: MunicipalContext,
  { record, params: { kind }, event }: EffectToPerform<{ kind: MeetingKind }>,
): Promise<void> {
  if (!record || !event) return;
  const { form, answers } = event;
  const of = (role: string): unknown => (form ? answerOf(form, answers, role) : undefined);
  const heldOn = text(of('held-on')) ?? dayInJapan(event.happenedAt);
  const named = text(event.details?.['meeting']);
  const planned = await plannedOf(ctx, record.id, kind, heldOn, named);
  // What was sent or confirmed meanwhile stays as those who were there read it.
  if (planned && planned.minutes_state !== 'draft') return;
  const onRecord = form && (await meetingOnRecord(ctx, record.id, kind, form, answers));
  if (onRecord && (onRecord.chosen || !planned || planned.id === onRecord.meeting.id)) return;
  const attendees = lines(of('attendees'));
  // Where nobody is named, nobody is known to have been away.
  const people =
    planned && attendees.length > 0 ? presenceBy(await listPeople(ctx.db, planned.id), attendees) : undefined;
  const decisions = lines(of('decisions'));
  const values = {
    kind,
    state: 'held',
    state_reason: null,
    title: text(of('title')) ?? planned?.title ?? (await kindName(ctx, kind)),
    held_on: heldOn,
    starts_at: planned?.starts_at ?? null,
    ends_at: planned?.ends_at ?? null,
    place: text(of('place')) ?? planned?.place ?? null,
    aim: planned?.aim ?? null,
    bring: planned?.bring ?? null,
    attendance: Number(of('attendance') ?? planned?.attendance ?? 0),
    attendees: attendees.length > 0 || !planned ? JSON.stringify(attendees) : planned.attendees,
    minutes: text(of('minutes')) ?? planned?.minutes ?? null,
    decisions: decisions.length > 0 || !planned ? JSON.stringify(decisions) : planned.decisions,
  } as const;
  const needs = form ? await needsIn(ctx, entriesOf(form, answers, ['need', 'plan'])) : [];
  if (planned)
    await writeMeeting(ctx, planned, planned.version, { values, people, needs: needs.length > 0 ? needs : undefined });
  else await storeMeeting(ctx, record.id, { values, needs }, event.actorId, named ?? ctx.newId());
}

async function plannedOf(
  ctx: MunicipalContext,
  councilId: string,
  kind: MeetingKind,
  heldOn: string,
  named: string | null,
): Promise<MeetingRow | undefined> {
  if (named === null) return readPlannedBefore(ctx.db, councilId, kind, heldOn);
  const meeting = await readMeeting(ctx.db, ctx.municipality.id, named);
  return meeting?.council_id === councilId ? meeting : undefined;
}

/** The needs of a form's list; those that are not there any more are left out. */
async function needsIn(ctx: MunicipalContext, listed: { need?: unknown; plan?: unknown }[]): Promise<MeetingNeed[]> {
  const entries = listed.flatMap(({ need, plan }) =>
    typeof need === 'string' ? [{ need_id: need, plan: text(plan) }] : [],
  );
  const known = (
    await readNeeds(
      ctx.db,
      entries.map((entry) => entry.need_id),
    )
  ).filter((need) => need.municipality_id === ctx.municipality.id);
  return entries.filter((entry) => known.some((need) => need.id === entry.need_id));
}
