import type { z } from 'zod';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, notFound } from '../../kernel/errors.ts';
import { mayCouncil } from '../council/index.ts';
import { canHearOfNeed, mayNeed, readsPlan } from '../need/index.ts';
import type { meeting } from './contract.ts';
import { listMeetingNeeds, readMeeting, type NamedMeeting, type NamedMeetingNeed } from './store.ts';

/** A meeting as shown: the needs are those that the asker may be told of. */
export type ShownMeeting = NamedMeeting & { needs: (NamedMeetingNeed & { canOpen: boolean })[]; canEdit: boolean };

/** A meeting whose council the asker may read, or (`work`) whose records the asker may keep. Throws not-found or not-allowed. */
export async function findMeeting(ctx: MunicipalContext, id: string, purpose: 'read' | 'work'): Promise<NamedMeeting> {
  const meeting = await readMeeting(ctx.db, ctx.municipality.id, id);
  if (!meeting || !mayCouncil(ctx.actor, 'see', meeting)) throw notFound();
  if (purpose === 'work' && !mayCouncil(ctx.actor, 'work', meeting)) throw notAllowed();
  return meeting;
}

/** Adds the needs dealt with, as far as the asker may be told of them. */
export async function showMeetings(ctx: MunicipalContext, meetings: NamedMeeting[]): Promise<ShownMeeting[]> {
  const needs = (
    await listMeetingNeeds(
      ctx.db,
      meetings.map((meeting) => meeting.id),
    )
  ).filter((need) => canHearOfNeed(ctx.actor, need));
  return meetings.map((meeting) => ({
    ...meeting,
    needs: needs
      .filter((need) => need.meeting_id === meeting.id)
      .map((need) => ({
        ...need,
        plan: readsPlan(ctx.actor, need) ? need.plan : null,
        canOpen: mayNeed(ctx.actor, 'see', need),
      })),
    canEdit: mayCouncil(ctx.actor, 'work', meeting),
  }));
}

/** What a council's page shows of a meeting; the whole adds the minutes. */
export const toMeetingLine = (
  row: Omit<ShownMeeting, 'canEdit'>,
): Omit<z.input<typeof meeting>, 'can' | 'minutes'> => ({
  id: row.id,
  council: { id: row.council_id, name: row.council_name },
  kind: row.kind,
  title: row.title,
  heldOn: row.held_on,
  place: row.place,
  attendance: row.attendance,
  attendees: JSON.parse(row.attendees) as string[],
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
