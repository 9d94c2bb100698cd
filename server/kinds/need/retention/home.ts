import { dayInJapan, fiscalYear, instantInJapan, yearsBefore } from '../../../kernel/clock.ts';
import type { MunicipalContext } from '../../../kernel/context.ts';
import { say } from '../../../kernel/texts/index.ts';
import { atLeisure, type HomeItem, type HomePart } from '../../../records/home.ts';
import { mayEditSettings } from '../../../settings/areas/areas.ts';
import { countDueNeeds, readRetentionHome } from './store.ts';

/** A list that waits for the asker's approval; and once a fiscal year, that one is to be drawn up. */
export const retentionHome: HomePart = { read: async (ctx) => ({ waiting: await waitingOf(ctx) }) };

async function waitingOf(ctx: MunicipalContext): Promise<HomeItem[]> {
  if (!ctx.actor.memberships.some(({ role }) => role === 'administrator')) return [];
  if (!(await mayEditSettings(ctx))) return [];
  const retention = await readRetentionHome(ctx.db, ctx.municipality.id);
  const { needs_kept_years: years, list_number: number, list_created_at: createdAt } = retention;
  if (years === null) return [];
  if (number !== null && createdAt !== null)
    return retention.erasure_approver === ctx.actor.id
      ? [item(ctx, 'erasure-list', { number }, dayInJapan(createdAt), `/${retention.list_id}`)]
      : [];
  if ((retention.last_list_at ?? '') >= instantInJapan(`${fiscalYear(ctx.today)}-04-01`)) return [];
  const count = await countDueNeeds(
    ctx.db,
    ctx.municipality.id,
    instantInJapan(yearsBefore(ctx.today, years)),
    ctx.now,
  );
  return count === 0 ? [] : [item(ctx, 'erasure-due', { count }, null)];
}

const item = (
  ctx: MunicipalContext,
  kind: 'erasure-list' | 'erasure-due',
  words: Record<string, number>,
  since: string | null,
  path = '',
): HomeItem => ({
  ...atLeisure,
  kind,
  text: say(ctx.language, `retention.home.${kind}`, words),
  action: say(ctx.language, `retention.action.${kind}`),
  path: `settings/retention${path}`,
  since,
});
