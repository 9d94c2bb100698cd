import type { Role } from './contract.ts';

/** Every role, in the order in which it is offered. */
export const roles = ['administrator', 'tier1', 'tier2', 'member', 'provider', 'centre'] as const satisfies Role[];
