import { everyRole, type Action, type Rights } from '../../kernel/rights.ts';

/** `work`: meetings and members. `propose`: the page offers its own tier's coordinator to write a proposal. Founding (`add`), naming and closing (`change`) are the administrator's. */
export type CouncilAction = Exclude<Action, 'export'> | 'work' | 'propose';

/** Councils of one's areas, and those above them: a ward's council is everybody's who works in the ward. Providers see none. */
export const councilRights: Rights<CouncilAction> = [
  { roles: ['administrator', 'tier1', 'tier2', 'member', 'centre'], where: 'around', may: ['see'], told: 'members' },
  { roles: ['administrator', 'tier1', 'tier2'], may: ['names', 'work'] },
  { roles: ['administrator'], may: ['add', 'change'] },
  { roles: ['tier2'], when: ['tier-2'], may: ['propose'] },
  { roles: ['tier1'], when: ['tier-1'], may: ['propose'] },
  { roles: everyRole, may: ['step'] },
];
