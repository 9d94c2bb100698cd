import { say } from '../../kernel/texts/index.ts';
import { holdsWords, type SearchPart } from '../../records/search.ts';
import { listReferrals } from './list-referrals.ts';
import { referralReach } from './policy.ts';

/** A provider has so many in years. */
const MOST = 200;

/** The latest referrals to those who act for a service. Who sees needs finds their referrals there. */
export const referralSearch: SearchPart = {
  key: 'referral',
  tag: 'referrals',
  search: async (ctx, words, limit) => {
    const { organisationIds, paths } = referralReach(ctx.actor);
    if (organisationIds.length === 0 || paths.length > 0) return null;
    const { items } = await listReferrals(ctx, {}, { limit: MOST });
    const holds = holdsWords(words);
    const matching = items.filter(({ need, service }) => holds(`No.${need.number} ${need.title} ${service.name}`));
    const shown = matching.slice(0, limit);
    return {
      items: shown.map(({ id, need, service, standing }) => ({
        title: `No.${need.number} ${need.title}`,
        note: [service.name, standing.name].join(say(ctx.language, 'search.between')),
        path: `referrals/${id}`,
      })),
      total: matching.length,
      shows: shown.map(({ id }) => id),
    };
  },
};
