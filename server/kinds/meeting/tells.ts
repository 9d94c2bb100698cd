import type { RelatedToCouncil } from '../council/index.ts';
import type { RelatedToNeed } from '../need/index.ts';
import { showMeetings, toMeetingLine } from './find-meeting.ts';
import { listMeetings, listMeetingsOfNeeds } from './store.ts';

/** So many can be chosen in a form, or shown; the list of meetings has the others. */
const LATEST = 200;

export const meetingsOfNeeds: Pick<RelatedToNeed, 'meetings'> = {
  meetings: (ctx, needIds) => listMeetingsOfNeeds(ctx.db, needIds),
};

export const meetingsOfCouncils: Pick<RelatedToCouncil, 'meetings'> = {
  async meetings(ctx, councilId, withNeeds) {
    const { items } = await listMeetings(ctx.db, ctx.municipality.id, councilId, { limit: LATEST });
    const shown = withNeeds > 0 ? await showMeetings(ctx, items.slice(0, withNeeds)) : [];
    return [...shown, ...items.slice(withNeeds).map((meeting) => ({ ...meeting, needs: [] }))].map(toMeetingLine);
  },
};
