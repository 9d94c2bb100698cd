import { isInStandings } from '../../database/standings.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { standingsTagged } from '../../records/standings.ts';
import { listReferralsOfNeeds, type NamedReferral } from './store.ts';

/** A need's referrals that are not over, newest first. */
export async function listOpenReferrals(ctx: MunicipalContext, needId: string): Promise<NamedReferral[]> {
  const open = await standingsTagged(ctx, 'referral', 'open');
  return (await listReferralsOfNeeds(ctx.db, [needId])).filter((referral) => isInStandings(referral, open));
}
