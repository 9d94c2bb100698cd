import type { Rights } from '../../kernel/rights.ts';

export type FindingAction = 'see' | 'dismiss';

/** Findings are for those who steer: coordinators of the council's area and administrators. */
export const findingRights: Rights<FindingAction> = [
  { roles: ['administrator', 'tier1', 'tier2'], may: ['see', 'dismiss'] },
];
