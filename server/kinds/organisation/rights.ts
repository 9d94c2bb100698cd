import type { Role } from '../../kernel/context.ts';
import type { Action, Rights } from '../../kernel/rights.ts';

const keepers: readonly Role[] = ['administrator', 'tier1', 'tier2'];

/** The directory is everybody's to read. A provider keeps the entry of the organisation it acts for; closing that is not its own to do. */
export const organisationRights: Rights<Extract<Action, 'add' | 'change'> | 'close'> = [
  { roles: keepers, where: 'anywhere', may: ['add', 'change', 'close'] },
  { roles: ['provider'], where: 'organisation', may: ['change'] },
];

/** A service is kept by its provider, and by administrators and coordinators of an area that it serves (or one around or inside it). */
export const serviceRights: Rights<'change'> = [
  { roles: keepers, where: 'around', may: ['change'] },
  { roles: ['provider'], where: 'organisation', may: ['change'] },
];
