import { spellingsOf } from '../../database/normalise.ts';
import { reachOf } from '../../kernel/reach.ts';
import { say } from '../../kernel/texts/index.ts';
import { holdsWords, type SearchPart } from '../../records/search.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { sayDay } from '../../settings/say-day.ts';
import { searchHandovers } from './store.ts';

/** Handovers that concern the asker, and all of the areas that they administer, by who hands over, to whom, and the area. */
export const handoverSearch: SearchPart = {
  key: 'handover',
  tag: 'handovers',
  rows: async (ctx, _words, typed) => {
    if (ctx.actor.id === null) return null;
    const areas = await areasOf(ctx);
    const words = typed.map((word) => {
      const holds = holdsWords(word);
      return {
        spellings: spellingsOf(word),
        areaIds: areas.filter(({ name }) => holds(name)).map(({ id }) => id),
      };
    });
    const whose = { userId: ctx.actor.id, paths: reachOf(ctx.actor, ['administrator']) };
    return { query: searchHandovers(ctx.db, ctx.municipality.id, whose, words) };
  },
  async tell(ctx, { id, title, owner, beside, day }) {
    const area = (await areasOf(ctx)).find((candidate) => candidate.id === owner)?.name ?? '';
    return {
      title: say(ctx.language, beside === null ? 'search.handover' : 'search.handoverTo', { from: title, to: beside }),
      note: [area, sayDay(ctx.language, day ?? '')].filter(Boolean).join(say(ctx.language, 'search.between')),
      path: `handovers/${id}`,
    };
  },
};
