import { say } from '../../kernel/texts/index.ts';
import type { SearchPart } from '../../records/search.ts';
import { sayDay } from '../../settings/say-day.ts';
import { councilReach } from '../council/index.ts';
import { searchMeetings } from './search-store.ts';

/** Meetings of the councils that the asker may see, newest first, by their titles and their councils. */
export const meetingSearch: SearchPart = {
  key: 'meeting',
  tag: 'meetings',
  rows: (ctx, words) => {
    const paths = councilReach(ctx.actor);
    return Promise.resolve(
      paths.length === 0 ? null : { query: searchMeetings(ctx.db, ctx.municipality.id, { paths, words }) },
    );
  },
  tell: (ctx, { id, title, owner, day }) => ({
    title,
    note: [owner, sayDay(ctx.language, day ?? '')].join(say(ctx.language, 'search.between')),
    path: `meetings/${id}`,
  }),
};
