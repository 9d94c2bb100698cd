import { standingsTagged } from '../../records/standings.ts';
import type { RelatedToNeed } from '../need/index.ts';
import { presentReferral } from './present-referral.ts';
import type { TaggedReferral } from './referral-audience.ts';
import { countReferralsOfServices, listAskedServices, listReferralsOfNeeds } from './store.ts';

const YEAR_MS = 365 * 86_400_000;

export const referralsOfNeeds: Pick<RelatedToNeed, 'referrals' | 'referralHistories'> = {
  async referrals(ctx, needIds) {
    const rows = await listReferralsOfNeeds(ctx.db, needIds);
    const byNeed: Awaited<ReturnType<RelatedToNeed['referrals']>> = [];
    for (const row of rows) {
      const shown = await presentReferral(ctx, row, true);
      const tagged: TaggedReferral = { ...row, tags: shown.standing.tags };
      byNeed.push({ row: tagged, shown });
    }
    return byNeed;
  },
  async referralHistories(ctx, needId, serviceIds) {
    const counts = await countReferralsOfServices(ctx.db, serviceIds, {
      open: await standingsTagged(ctx, 'referral', 'open'),
      completed: await standingsTagged(ctx, 'referral', 'completed'),
      completedSince: new Date(Date.parse(ctx.now) - YEAR_MS).toISOString(),
    });
    const givenBack = await standingsTagged(ctx, 'referral', 'given-back');
    const refusers = (await listAskedServices(ctx.db, [needId], givenBack)).get(needId) ?? [];
    return (serviceId) => ({
      ...(counts.get(serviceId) ?? { open: 0, completed: 0 }),
      refused: refusers.includes(serviceId),
    });
  },
};
