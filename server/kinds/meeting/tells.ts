import type { RelatedToCouncil } from '../council/index.ts';
import type { RelatedToNeed } from '../need/index.ts';
import { showMeetings, toMeetingLine } from './find-meeting.ts';
import { listItemsOfNeeds, listMeetings, listMeetingsOfNeeds, listMeetingsWithNeeds } from './store.ts';

/** So many can be chosen in a form, or shown; the list of meetings has the others. */
const latest = { limit: 200 };

export const meetingsOfNeeds: Pick<RelatedToNeed, 'meetings' | 'agenda'> = {
  meetings: (ctx, needIds) => listMeetingsOfNeeds(ctx.db, needIds),
  agenda: async (ctx, needIds) =>
    (await listItemsOfNeeds(ctx.db, needIds)).map((item) => ({
      ...item,
      decisions: JSON.parse(item.decisions) as string[],
    })),
};

export const meetingsOfCouncils: Pick<RelatedToCouncil, 'meetings' | 'meetingNames'> = {
  async meetings(ctx, councilId) {
    const { page, needs } = await listMeetingsWithNeeds(ctx.db, ctx.municipality.id, councilId, latest);
    return showMeetings(ctx, page.items, needs).map(toMeetingLine);
  },
  async meetingNames(ctx, councilId) {
    const { items } = await listMeetings(ctx.db, ctx.municipality.id, councilId, latest);
    return items.map(({ id, title, held_on, state }) => ({ id, title, heldOn: held_on, state }));
  },
};
