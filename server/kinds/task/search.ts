import { say } from '../../kernel/texts/index.ts';
import type { SearchPart } from '../../records/search.ts';
import { sayDay } from '../../settings/say-day.ts';
import { councilReach } from '../council/index.ts';
import { taskPath } from './path.ts';
import { searchTasks } from './search-store.ts';

/** Tasks and questions of the councils that the asker may see; what is about a resident is found with the need. */
export const taskSearch: SearchPart = {
  key: 'task',
  tag: 'tasks',
  rows: (ctx, words) => {
    const paths = councilReach(ctx.actor);
    return Promise.resolve(
      paths.length === 0 ? null : { query: searchTasks(ctx.db, ctx.municipality.id, { paths, words }) },
    );
  },
  tell: (ctx, { id, title, owner, beside, day }) => ({
    title,
    note: `${owner}${day === null ? '' : say(ctx.language, 'home.task.until', { day: sayDay(ctx.language, day) })}`,
    path: taskPath({ id, council_id: beside ?? '' }),
  }),
};
