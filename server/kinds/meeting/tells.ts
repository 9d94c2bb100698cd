import type { RelatedToCouncil } from '../council/index.ts';
import type { RelatedToNeed } from '../need/index.ts';
import { showMeetings, toMeetingLine } from './find-meeting.ts';
import { listMeetings, listMeetingsOfNeeds, listMeetingsWithNeeds } from './store.ts';

/** So many can be chosen in a form, or shown; the list of meetings has the others. */
const latest = { limit: 200 };

export const meetingsOfNeeds: Pick<RelatedToNeed, 'meetings'> = {
  meetings: (ctx, needIds) => listMeetingsOfNeeds(ctx.db, needIds),
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
