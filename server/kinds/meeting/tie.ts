import { seesRow, type TiePart } from '../../records/ties/tie-parts.ts';
import { seesMeeting } from './find-meeting.ts';
import { keptByMeetings } from './follow-up.ts';
import { meetingSearch } from './search.ts';
import { readMeetingsById, type NamedMeeting } from './store.ts';

export const meetingTie: TiePart = {
  page: 'meetings',
  search: meetingSearch,
  keeps: keptByMeetings,
  tell: async (ctx, ids) =>
    (await readMeetingsById(ctx.db, ctx.municipality.id, ids))
      .filter(seesRow(ctx, (meeting: NamedMeeting) => seesMeeting(ctx, meeting)))
      .map(({ id, held_on: heldOn, title }) => ({ id, title: `${heldOn} ${title}` })),
};
