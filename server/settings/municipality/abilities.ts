import type { Role } from '../../kernel/context.ts';
import { hasRole, holds, type Member } from '../../kernel/reach.ts';
import { needEntryPaths, needReach } from '../../kinds/need/policy.ts';
import { mayEnterDirectory } from '../../kinds/organisation/policy.ts';
import { peopleReach } from '../../kinds/people/policy.ts';
import { proposalReach } from '../../kinds/proposal/policy.ts';
import { referralReach } from '../../kinds/referral/policy.ts';
import { canEditSettings, canReadAudit, canReadDefinitions, userReach } from '../policy.ts';

const widestFirst: readonly Role[] = ['administrator', 'tier1', 'tier2', 'centre', 'member', 'provider'];

/** The actor's roles here, widest first. */
export const rolesOf = (actor: Member): Role[] => widestFirst.filter((role) => hasRole(actor, [role]));

/** Pages and actions that are open to the actor, for menus and buttons; each record's own policy still decides. */
export function listAbilities(actor: Member, rootPath: string): Record<string, boolean> {
  const administrator = canEditSettings(actor, rootPath);
  const referrals = referralReach(actor);
  return {
    councils: hasRole(actor, ['administrator', 'tier1', 'tier2', 'member', 'centre']),
    'councils.create': hasRole(actor, ['administrator']),
    needs: needReach(actor).some((reach) => reach.paths.length > 0),
    'needs.create': needEntryPaths(actor).length > 0,
    people: peopleReach(actor).length > 0,
    referrals: referrals.organisationIds.length > 0 || referrals.paths.length > 0,
    proposals: proposalReach(actor).some((reach) => reach.paths.length > 0),
    services: true,
    'services.create': mayEnterDirectory(actor) || referrals.organisationIds.length > 0,
    organisations: true,
    'organisations.create': mayEnterDirectory(actor),
    imports: holds(actor, ['administrator', 'tier1'], rootPath),
    settings: hasRole(actor, ['administrator']),
    areas: hasRole(actor, ['administrator']),
    users: userReach(actor).length > 0,
    codes: administrator,
    definitions: canReadDefinitions(actor),
    'definitions.create': administrator,
    audit: canReadAudit(actor, rootPath),
  };
}
