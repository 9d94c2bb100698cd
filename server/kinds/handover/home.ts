import type { Query } from '../../database/parts.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { reachOf } from '../../kernel/reach.ts';
import { say } from '../../kernel/texts/index.ts';
import { atLeisure, type HomeItem, type HomePart } from '../../records/home.ts';
import { areaLinkOf } from '../../settings/closed-name.ts';
import { listHandoversTold, openHandovers, type NamedHandover } from './store.ts';

const SHOWN = 10;

/** What nobody goes on with, for who can say who does: administrators of the area, and of an office whoever took the step that ended it. */
export const handoverHome: HomePart = {
  // Hardly ever is there one.
  counted(ctx) {
    const rows = waiting(ctx);
    return rows ? [{ key: 'handovers', rows, tell: () => listWaiting(ctx) }] : [];
  },
  open: listWaiting,
  async news(ctx, since) {
    if (ctx.actor.id === null) return [];
    const rows = await listHandoversTold(ctx.db, ctx.municipality.id, ctx.actor.id, since);
    return rows.map((row) => ({
      id: `handover:${row.id}`,
      at: row.told_at,
      by: row.told_by ?? say(ctx.language, 'records.system'),
      text: say(ctx.language, 'home.handoverToYou', {
        name: row.from_name,
        area: areaLinkOf(ctx.language, row).name,
      }),
      path: `handovers/${row.id}`,
    }));
  },
};

function waiting(ctx: MunicipalContext): Query | null {
  const paths = reachOf(ctx.actor, ['administrator']);
  const own = { by: ctx.actor.id ?? '', paths: reachOf(ctx.actor, ['tier1', 'tier2']) };
  if (paths.length === 0 && own.paths.length === 0) return null;
  return openHandovers(ctx.db, ctx.municipality.id, { paths, own }, ctx.today);
}

async function listWaiting(ctx: MunicipalContext): Promise<HomeItem[]> {
  const rows: NamedHandover[] = (await waiting(ctx)?.orderBy(['handovers.ends_on', 'handovers.id']).limit(SHOWN)) ?? [];
  return rows.map((row) => ({
    ...atLeisure,
    kind: 'handover-open',
    text: say(ctx.language, row.to_user_id === null || row.to_disabled_at ? 'home.handover' : 'home.handoverWaits', {
      name: row.from_name,
      area: areaLinkOf(ctx.language, row).name,
      to: row.to_name ?? '',
    }),
    action: say(ctx.language, 'home.action.handover'),
    path: `handovers/${row.id}`,
    since: null,
    dueOn: row.ends_on,
    late: row.ends_on <= ctx.today,
  }));
}
