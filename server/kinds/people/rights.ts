import type { Action, Rights } from '../../kernel/rights.ts';

/** A resident's actions of its own: `looks` (who looked at them). */
export type PersonAction = Extract<Action, 'see' | 'change'> | 'looks';

/** Residents are known to those who may know whom a need is about, where these residents live; to anybody else they do not exist. */
export const personRights: Rights<PersonAction> = [
  { roles: ['administrator', 'tier2', 'centre'], may: ['see', 'change'] },
  { roles: ['administrator'], may: ['looks'] },
];
