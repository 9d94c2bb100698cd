import type { z } from 'zod';
import type { Page, Paging } from '../../database/paging.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notAllowed } from '../../kernel/errors.ts';
import { standingsNamed, tagsOf } from '../../records/standings.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import type * as contract from './contract.ts';
import { referralReach } from './policy.ts';
import { readsMessage, referralAudience } from './referral-audience.ts';
import { presentReferral, type Referral } from './present-referral.ts';
import { listReferrals as listRows } from './store.ts';

export type ReferralQuery = z.infer<typeof contract.referralQuery>;

/** Referrals that the asker may see, newest first. */
export async function listReferrals(
  ctx: MunicipalContext,
  query: ReferralQuery,
  paging: Paging,
): Promise<Page<Referral>> {
  const reach = referralReach(ctx.actor);
  if (reach.organisationIds.length + reach.paths.length === 0) throw notAllowed();
  const standings = query.state ? await standingsNamed(ctx, 'referral', query.state) : undefined;
  const page = await listRows(
    ctx.db,
    { municipalityId: ctx.municipality.id, areas: await areasOf(ctx), reach, standings, needId: query.need },
    paging,
  );
  const items: Referral[] = [];
  for (const row of page.items) {
    const audience = referralAudience(ctx.actor, { ...row, tags: await tagsOf(ctx, row) });
    items.push(await presentReferral(ctx, row, readsMessage(audience)));
  }
  return { ...page, items };
}
