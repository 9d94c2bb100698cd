import { say } from '../../kernel/texts/index.ts';
import { holdsWords, type SearchPart } from '../../records/search.ts';
import { sayDay } from '../../settings/say-day.ts';
import { councilReach } from '../council/index.ts';
import { listMeetingTitles } from './search-store.ts';

/** Meetings of the councils that the asker may see, newest first, by their titles and their councils. */
export const meetingSearch: SearchPart = {
  key: 'meeting',
  tag: 'meetings',
  search: async (ctx, words, limit) => {
    const paths = councilReach(ctx.actor);
    if (paths.length === 0) return null;
    const holds = holdsWords(words);
    const titles = (await listMeetingTitles(ctx.db, ctx.municipality.id, paths)).filter(({ title, council_name }) =>
      holds(`${title} ${council_name}`),
    );
    return {
      items: titles.slice(0, limit).map(({ id, title, council_name, held_on }) => ({
        title,
        note: [council_name, sayDay(ctx.language, held_on)].join(say(ctx.language, 'search.between')),
        path: `meetings/${id}`,
      })),
      total: titles.length,
    };
  },
};
