import { normaliseForSearch } from '../../database/normalise.ts';
import { dayInJapan } from '../../kernel/clock.ts';
import { say } from '../../kernel/texts/index.ts';
import type { SearchPart } from '../../records/search.ts';
import { serviceTypeNames } from '../../settings/codes/service-types.ts';
import { sayDay } from '../../settings/say-day.ts';
import { findingReach } from './policy.ts';
import { searchFindings } from './search-store.ts';

/** What rules found and nobody has decided yet, by its council and the type of help. */
export const findingSearch: SearchPart = {
  key: 'finding',
  tag: 'findings',
  rows: async (ctx, words) => {
    const paths = findingReach(ctx.actor);
    if (paths.length === 0) return null;
    const types = [...(await serviceTypeNames(ctx))].map(([key, name]) => ({ key, name: normaliseForSearch(name) }));
    const wanted = words.map((word) => ({
      word,
      types: types.filter(({ name }) => name.includes(word)).map(({ key }) => key),
    }));
    return { query: searchFindings(ctx.db, ctx.municipality.id, { paths, words: wanted }) };
  },
  async tell(ctx, { title, owner, beside, day }) {
    const type = beside === null ? undefined : ((await serviceTypeNames(ctx)).get(beside) ?? beside);
    return {
      title: [title, type ?? say(ctx.language, 'search.noticed')].join(say(ctx.language, 'search.between')),
      note: sayDay(ctx.language, dayInJapan(day ?? '')),
      path: `councils/${owner}`,
    };
  },
};
