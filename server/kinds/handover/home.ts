import { reachOf } from '../../kernel/reach.ts';
import { say } from '../../kernel/texts/index.ts';
import { atLeisure, type HomePart } from '../../records/home.ts';
import { listOpenHandovers } from './store.ts';

const SHOWN = 10;

/** What nobody goes on with, for who can say who does. */
export const handoverHome: HomePart = {
  async read(ctx) {
    const paths = reachOf(ctx.actor, ['administrator']);
    if (paths.length === 0) return {};
    const open = await listOpenHandovers(ctx.db, ctx.municipality.id, paths, SHOWN);
    return {
      waiting: open.map((row) => ({
        ...atLeisure,
        kind: 'handover-open',
        text: say(ctx.language, 'home.handover', { name: row.from_name, area: row.area_name }),
        action: say(ctx.language, 'home.action.handover'),
        path: `handovers/${row.id}`,
        since: null,
        dueOn: row.ends_on,
        late: row.ends_on <= ctx.today,
      })),
    };
  },
};
