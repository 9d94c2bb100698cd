import { everyRole, type Action, type Rights } from '../../kernel/rights.ts';

/**
 * A need's actions of its own: `case` (its story and its referrals), `refer` (rank services and send it to one: the second tier's
 * work, C in the guideline), `looks` (who looked at it), `hear` (be told number and title where a council deals with it), `override`
 * (let it be told without consent, where the law allows it: whoever answers for the data, and the centre that protects people's rights).
 */
export type NeedAction = Exclude<Action, 'export'> | 'case' | 'refer' | 'looks' | 'hear' | 'override';

/** The first tier supports the second without needing names; members of councils see what is the community's. Providers see referrals, not needs. */
export const needRights: Rights<NeedAction> = [
  { roles: ['administrator', 'tier2', 'centre'], may: ['see', 'names', 'case', 'add', 'change'] },
  { roles: ['administrator', 'tier2'], may: ['refer'] },
  { roles: ['administrator'], may: ['looks'] },
  { roles: ['administrator', 'centre'], may: ['override'] },
  { roles: ['tier1'], may: ['see', 'case'], told: 'tier1' },
  { roles: ['member'], may: ['see'], when: ['community'] },
  { roles: ['member'], may: ['hear'], told: 'members' },
  { roles: everyRole, may: ['step'] },
];
