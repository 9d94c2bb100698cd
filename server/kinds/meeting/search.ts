import { say } from '../../kernel/texts/index.ts';
import { searchedWords, type SearchPart } from '../../records/search.ts';
import { sayDay } from '../../settings/say-day.ts';
import { councilReach } from '../council/index.ts';
import { searchMeetings } from './search-store.ts';

/** Meetings of the councils that the asker may see, newest first, by their titles and their councils. */
export const meetingSearch: SearchPart = {
  key: 'meeting',
  tag: 'meetings',
  search: async (ctx, words, limit) => {
    const paths = councilReach(ctx.actor);
    if (paths.length === 0) return null;
    const { items, total } = await searchMeetings(
      ctx.db,
      ctx.municipality.id,
      { paths, words: searchedWords(words) },
      limit,
    );
    return {
      items: items.map(({ id, title, council_name, held_on }) => ({
        title,
        note: [council_name, sayDay(ctx.language, held_on)].join(say(ctx.language, 'search.between')),
        path: `meetings/${id}`,
      })),
      total,
    };
  },
};
