import type { FirstThing } from '../records/home.ts';

const seen = (key: string, roles: FirstThing['roles'], page: string): FirstThing => ({
  key,
  roles,
  path: page,
});

/** Pages that somebody who is new should have seen, by role: each leaves once they went there from their home page. */
export const thingsToSee: readonly FirstThing[] = [
  seen('seeCouncils', ['tier1', 'member'], 'councils'),
  seen('seeLacks', ['tier1'], 'needs/lacks'),
  seen('seeProposals', ['tier1'], 'proposals'),
  seen('seeCommunity', ['member'], 'needs'),
  seen('confirm', ['provider'], 'services'),
  seen('seeReferrals', ['provider'], 'referrals'),
  seen('seeServices', ['tier2', 'member', 'centre'], 'services'),
  seen('seeOrganisations', ['provider'], 'services/organisations'),
  seen('seeNeeds', ['centre'], 'needs'),
];
