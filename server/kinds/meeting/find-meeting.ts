import type { z } from 'zod';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, notFound } from '../../kernel/errors.ts';
import { say } from '../../kernel/texts/index.ts';
import { findCouncil, mayCouncil, recordingSteps } from '../council/index.ts';
import { canHearOfNeed, mayNeed, readsPlan } from '../need/index.ts';
import { showAgendaTies, type ShownTies } from './agenda-ties.ts';
import type { listedMeeting, meeting } from './contract.ts';
import { showMinutes, type ShownMinutes } from './show-minutes.ts';
import {
  jointCouncils,
  listItems,
  listMeetingNeeds,
  listPeople,
  readMeeting,
  type NamedItem,
  type NamedMeeting,
  type NamedMeetingNeed,
  type NamedPerson,
} from './store.ts';

/** A meeting as shown: the needs are those that the asker may be told of. */
export type ShownMeeting = NamedMeeting & {
  needs: (NamedMeetingNeed & { canOpen: boolean })[];
  shownJoint: z.input<typeof meeting>['joint'];
  canEdit: boolean;
  canOpenCouncil: boolean;
};

export type ShownItem = Omit<NamedItem, 'need'> & {
  need: { need_id: string; number: number; title: string; canOpen: boolean } | null;
  hidden: boolean;
};

/** The same with all of its page. */
export type WholeMeeting = ShownMeeting & {
  agenda: ShownItem[];
  people: NamedPerson[];
  invitation: NamedPerson | null;
  step: string | null;
  shownMinutes: ShownMinutes;
  ties: ShownTies;
};

/** Whoever may read one of its councils may read a meeting; only the council that keeps it has its records kept. */
export const seesMeeting = (ctx: MunicipalContext, meeting: Pick<NamedMeeting, 'area_path' | 'joint'>): boolean =>
  [meeting, ...jointCouncils(meeting)].some((council) => mayCouncil(ctx.actor, 'see', council));

/** A meeting one of whose councils the asker may read, or (`work`) whose records the asker may keep. Throws not-found or not-allowed. */
export async function findMeeting(ctx: MunicipalContext, id: string, purpose: 'read' | 'work'): Promise<NamedMeeting> {
  const meeting = await readMeeting(ctx.db, ctx.municipality.id, id);
  if (!meeting || !seesMeeting(ctx, meeting)) throw notFound();
  if (purpose === 'work' && !mayCouncil(ctx.actor, 'work', meeting)) throw notAllowed();
  return meeting;
}

/** Adds the needs dealt with, as far as the asker may be told of them. */
export function showMeetings(
  ctx: MunicipalContext,
  meetings: NamedMeeting[],
  dealtWith: NamedMeetingNeed[],
): ShownMeeting[] {
  const needs = dealtWith.filter((need) => canHearOfNeed(ctx.actor, need));
  return meetings.map((meeting) => ({
    ...meeting,
    needs: needs
      .filter((need) => need.meeting_id === meeting.id)
      .map((need) => ({
        ...need,
        plan: readsPlan(ctx.actor, need) ? need.plan : null,
        canOpen: mayNeed(ctx.actor, 'see', need),
      })),
    shownJoint: jointCouncils(meeting).map((council) => ({
      id: council.id,
      name: council.name,
      canOpen: mayCouncil(ctx.actor, 'see', council),
    })),
    canEdit: mayCouncil(ctx.actor, 'work', meeting),
    canOpenCouncil: mayCouncil(ctx.actor, 'see', meeting),
  }));
}

/** What a council's page shows of a meeting; lists add the minutes, its own page the rest. */
export const toMeetingLine = (
  row: Omit<ShownMeeting, 'canEdit' | 'canOpenCouncil'>,
): Omit<z.input<typeof listedMeeting>, 'can' | 'minutes'> => ({
  id: row.id,
  council: { id: row.council_id, name: row.council_name },
  joint: row.shownJoint,
  kind: row.kind,
  state: row.state,
  stateReason: row.state_reason,
  title: row.title,
  heldOn: row.held_on,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  place: row.place,
  aim: row.aim,
  bring: row.bring,
  attendance: row.attendance,
  attendees: JSON.parse(row.attendees) as string[],
  minutesState: row.minutes_state,
  decisions: JSON.parse(row.decisions) as string[],
  needs: row.needs.map((need) => ({
    needId: need.need_id,
    number: need.number,
    title: need.title,
    plan: need.plan,
    canOpen: need.canOpen,
  })),
  examined: row.examined_at !== null,
  version: row.version,
});

/** One meeting with its agenda, who is invited or was there, and the step by which it is recorded as held. */
export async function showMeeting(ctx: MunicipalContext, id: string): Promise<WholeMeeting> {
  const meeting = await findMeeting(ctx, id, 'read');
  const [shown = { ...meeting, needs: [], shownJoint: [], canEdit: false, canOpenCouncil: false }] = showMeetings(
    ctx,
    [meeting],
    await listMeetingNeeds(ctx.db, [id]),
  );
  const people = await listPeople(ctx.db, id);
  return {
    ...shown,
    agenda: (await listItems(ctx.db, id)).map((item) => showItem(ctx, item)),
    // Why somebody cannot come is for who keeps the records.
    people: people.map((person) => (shown.canEdit ? person : { ...person, note: null })),
    invitation: people.find(({ user_id }) => user_id !== null && user_id === ctx.actor.id) ?? null,
    step: meeting.state === 'planned' && shown.canEdit ? await stepRecording(ctx, meeting) : null,
    ties: await showAgendaTies(ctx, id),
    shownMinutes: await showMinutes(ctx, meeting, people, shown.canEdit),
  };
}

/** An item of an agenda as far as the asker may be told: about a resident's need only with the consent to it, and what was agreed as its plan is. */
export function showItem(ctx: MunicipalContext, { need, ...item }: NamedItem): ShownItem {
  if (!need) return { ...item, need: null, hidden: false };
  const heard = canHearOfNeed(ctx.actor, need);
  const whole = heard && readsPlan(ctx.actor, need);
  return {
    ...item,
    title: heard ? item.title : say(ctx.language, 'records.hiddenNeed'),
    discussion: whole ? item.discussion : null,
    decisions: whole ? item.decisions : '[]',
    need: heard
      ? { need_id: need.need_id, number: need.number, title: need.title, canOpen: mayNeed(ctx.actor, 'see', need) }
      : null,
    hidden: !heard,
  };
}

async function stepRecording(ctx: MunicipalContext, { council_id, kind }: NamedMeeting): Promise<string | null> {
  const steps = await recordingSteps(ctx, await findCouncil(ctx, council_id, 'read'));
  return steps.find((step) => step.kind === kind)?.event ?? null;
}
