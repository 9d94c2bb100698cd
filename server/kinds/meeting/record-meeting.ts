import { updateVersion } from '../../database/versioned.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { invalid } from '../../kernel/errors.ts';
import { changedFields, staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { evaluateCouncil, findCouncil } from '../council/index.ts';
import { consentsTo, mayNeed, readNeeds, readsPlan } from '../need/index.ts';
import { findMeeting } from './find-meeting.ts';
import {
  insertMeeting,
  listMeetingNeeds,
  replaceMeetingNeeds,
  type MeetingKind,
  type MeetingNeed,
  type NamedMeetingNeed,
} from './store.ts';

export type NewMeeting = {
  kind: MeetingKind;
  title: string;
  heldOn: string;
  place: string | null;
  attendance: number;
  attendees: string[];
  minutes: string | null;
  decisions: string[];
  needs: { needId: string; plan: string | null }[];
};
export type MeetingChange = { [Field in keyof NewMeeting]?: NewMeeting[Field] | undefined };

/** Keeps the record of a council's meeting. For coordinators and administrators of the area; the rules then look at the council again. */
export async function recordMeeting(
  ctx: MunicipalContext,
  councilId: string,
  input: NewMeeting,
): Promise<{ id: string; version: number }> {
  await findCouncil(ctx, councilId, 'work');
  checkDay(ctx, input.heldOn);
  const needs = await checkNeeds(ctx, input.needs);
  return storeMeeting(ctx, councilId, input, needs, ctx.actor.id);
}

/** The storing alone, for what has been checked (by the API's shapes or a lifecycle's form). */
export async function storeMeeting(
  ctx: MunicipalContext,
  councilId: string,
  input: NewMeeting,
  needs: MeetingNeed[],
  createdBy: string | null,
): Promise<{ id: string; version: number }> {
  const id = ctx.newId();
  await insertMeeting(
    ctx.db,
    {
      id,
      municipality_id: ctx.municipality.id,
      council_id: councilId,
      kind: input.kind,
      title: input.title,
      held_on: input.heldOn,
      place: input.place,
      attendance: input.attendance,
      attendees: JSON.stringify(input.attendees),
      minutes: input.minutes,
      decisions: JSON.stringify(input.decisions),
      examined_at: null,
      created_by: createdBy,
      created_at: ctx.now,
      version: 1,
    },
    needs,
  );
  await audit(
    ctx,
    'meeting.create',
    { kind: 'meeting', id, title: input.title },
    { version: 1, council: councilId, kind: input.kind, heldOn: input.heldOn },
  );
  await evaluateCouncil(ctx, councilId);
  return { id, version: 1 };
}

/** Mends a meeting's record. Throws `stale` when somebody changed it first. Needs that the asker may not read stay as they are. */
export async function changeMeeting(
  ctx: MunicipalContext,
  id: string,
  version: number,
  change: MeetingChange,
): Promise<{ id: string; version: number }> {
  const meeting = await findMeeting(ctx, id, 'work');
  const values = {
    kind: change.kind ?? meeting.kind,
    title: change.title ?? meeting.title,
    held_on: change.heldOn ?? meeting.held_on,
    place: change.place === undefined ? meeting.place : change.place,
    attendance: change.attendance ?? meeting.attendance,
    attendees: change.attendees ? JSON.stringify(change.attendees) : meeting.attendees,
    minutes: change.minutes === undefined ? meeting.minutes : change.minutes,
    decisions: change.decisions ? JSON.stringify(change.decisions) : meeting.decisions,
  };
  checkDay(ctx, values.held_on);
  const next = await updateVersion(ctx.db, 'meetings', id, version, values);
  if (next === null)
    throw await staleConflict(ctx, 'meeting', id, version, {
      id,
      version: meeting.version,
      title: meeting.title,
      heldOn: meeting.held_on,
    });
  if (change.needs) {
    const held = await listMeetingNeeds(ctx.db, [id]);
    const hidden = held.filter((need) => !mayNeed(ctx.actor, 'see', need));
    await replaceMeetingNeeds(ctx.db, id, [
      ...hidden.map(({ need_id, plan }) => ({ need_id, plan })),
      ...(await checkNeeds(ctx, change.needs, held)),
    ]);
  }
  await audit(
    ctx,
    'meeting.change',
    { kind: 'meeting', id, title: values.title },
    { version: next, changed: tellChanges(changedFields({ ...meeting }, values), ['kind', 'held_on', 'attendance']) },
  );
  await evaluateCouncil(ctx, meeting.council_id);
  return { id, version: next };
}

/** A record is of what has happened. */
function checkDay(ctx: MunicipalContext, heldOn: string): void {
  if (heldOn > ctx.today)
    throw invalid([{ path: '/heldOn', code: 'future', message: say(ctx.language, 'meetings.notHeldYet') }]);
}

/** A need that the meeting deals with already stays, with its plan where the asker may not read that and writes none; another one must be one that the council may be told of. */
async function checkNeeds(
  ctx: MunicipalContext,
  needs: NewMeeting['needs'],
  held: NamedMeetingNeed[] = [],
): Promise<MeetingNeed[]> {
  const heldOf = (needId: string): NamedMeetingNeed | undefined => held.find((need) => need.need_id === needId);
  const known = (
    await readNeeds(
      ctx.db,
      needs.map((need) => need.needId),
    )
  ).filter((need) => need.municipality_id === ctx.municipality.id && mayNeed(ctx.actor, 'see', need));
  const issues = needs.flatMap(({ needId }, index) => {
    const row = known.find(({ id }) => id === needId);
    const path = `/needs/${index}/needId`;
    if (!row) return [{ path, code: 'unknown', message: say(ctx.language, 'meetings.unknownNeed') }];
    return heldOf(needId) || consentsTo(row, 'council')
      ? []
      : [{ path, code: 'noConsent', message: say(ctx.language, 'meetings.noConsent', { number: row.number }) }];
  });
  if (issues.length > 0) throw invalid(issues);
  return needs.map(({ needId, plan }) => {
    const before = heldOf(needId);
    const unread = before && !readsPlan(ctx.actor, before) ? before.plan : null;
    return { need_id: needId, plan: plan || unread };
  });
}
