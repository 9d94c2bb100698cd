import type { Context, Role } from '../../kernel/context.ts';
import { hasRole, holds, type Member } from '../../kernel/reach.ts';
import { reachBy, type Rights } from '../../kernel/rights.ts';
import { mayEnterDirectory, mayKeepServices } from '../../kinds/organisation/policy.ts';
import { peopleReach } from '../../kinds/people/policy.ts';
import type { Practice } from './practice.ts';
import { canEditSettings, canReadAudit, canReadDefinitions, userReach } from '../policy.ts';

const widestFirst: readonly Role[] = ['administrator', 'tier1', 'tier2', 'centre', 'member', 'provider'];

/** The actor's roles here, widest first. */
export const rolesOf = (actor: Member): Role[] => widestFirst.filter((role) => hasRole(actor, [role]));

/** Of each kind of record whether the actor sees, may add, and where it has cases knows, any: by its pages, `needs`, `needs.create` and `needs.case`. */
function ofKinds(kinds: Context['kinds'], actor: Member): Record<string, boolean> {
  const can: Record<string, boolean> = {};
  for (const kind of Object.values(kinds)) {
    // The list is typed where it is made (`kinds/index.ts`).
    const { page, rights } = kind as { page: string; rights: Rights<string> };
    can[page] = reachBy(rights, actor, 'see').length > 0;
    for (const [action, name] of [
      ['add', 'create'],
      ['case', 'case'],
    ] as const)
      if (rights.some(({ may }) => may.includes(action)))
        can[`${page}.${name}`] = reachBy(rights, actor, action).length > 0;
  }
  return can;
}

/** Pages and actions that are open to the actor, for menus and buttons; each record's own table of rights still decides. */
export function listAbilities(
  kinds: Context['kinds'],
  actor: Member,
  rootPath: string,
  practice: Practice,
): Record<string, boolean> {
  const administrator = canEditSettings(actor, rootPath);
  const ofRecords = ofKinds(kinds, actor);
  return {
    ...ofRecords,
    registers: Object.entries(ofRecords).some(([page, sees]) => sees && page.startsWith('registers/')),
    // A list that nothing is added to; what is on record is reached from its needs, and while it is open from home pages.
    referrals: practice.matching && ofRecords['referrals'] === true,
    people: peopleReach(actor).length > 0,
    services: true,
    'services.create': mayKeepServices(actor),
    organisations: true,
    'organisations.create': mayEnterDirectory(actor),
    imports: holds(actor, ['administrator', 'tier1'], rootPath),
    settings: hasRole(actor, ['administrator']),
    areas: hasRole(actor, ['administrator']),
    users: userReach(actor).length > 0,
    codes: administrator,
    definitions: canReadDefinitions(actor),
    'definitions.create': administrator,
    // As `yearReach` of the sheet has it.
    year: hasRole(actor, ['administrator', 'tier1', 'tier2']),
    audit: canReadAudit(actor, rootPath),
  };
}
