import type { Member } from '../../kernel/reach.ts';
import { may, reachBy, type Judged } from '../../kernel/rights.ts';
import { referralRights, type ReferralAction } from './rights.ts';

export type PlacedReferral = { area_path: string; organisation_id: string };

/** What its table of rights is asked of a referral. */
export const judgedReferral = (referral: PlacedReferral): Judged => ({
  area: referral.area_path,
  organisation: referral.organisation_id,
});

export const mayReferral = (actor: Member, action: ReferralAction, referral: PlacedReferral): boolean =>
  may(referralRights, actor, action, judgedReferral(referral));

/** For lists: organisations acted for, and area paths. */
export function referralReach(actor: Member): { organisationIds: string[]; paths: string[] } {
  const reach = reachBy(referralRights, actor, 'see');
  return {
    organisationIds: reach.flatMap(({ organisationIds }) => organisationIds),
    paths: reach.flatMap(({ paths }) => paths),
  };
}
