import type { Membership, Role } from '../../kernel/context.ts';
import { holds, reachOf, type Member } from '../../kernel/reach.ts';

export type PlacedReferral = { area_path: string; organisation_id: string };
const areaRoles: readonly Role[] = ['administrator', 'tier2', 'centre', 'tier1'];

const actsFor = (membership: Membership, organisationId: string): boolean =>
  membership.role === 'provider' && membership.organisationId === organisationId;

/** Does the actor answer for the organisation that the referral goes to? */
export const answersReferral = (actor: Member, referral: PlacedReferral): boolean =>
  actor.memberships.some((membership) => actsFor(membership, referral.organisation_id));

/** A provider sees its own organisation's referrals; coordinators, centre and administrators those of needs in their area. */
export const canReadReferral = (actor: Member, referral: PlacedReferral): boolean =>
  answersReferral(actor, referral) || holds(actor, areaRoles, referral.area_path);

/** For lists: organisations acted for, and area paths. */
export const referralReach = (actor: Member): { organisationIds: string[]; paths: string[] } => ({
  organisationIds: actor.memberships.flatMap((membership) =>
    membership.role === 'provider' && membership.organisationId ? [membership.organisationId] : [],
  ),
  paths: reachOf(actor, areaRoles),
});
