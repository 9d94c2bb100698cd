import type { Role } from '../../lib/contract.ts';

const writers: Role[] = ['administrator', 'tier1', 'tier2'];

/** Whether somebody with these roles writes for some council; each council's own policy still decides. */
export function canWrite(roles: Role[]): boolean {
  return roles.some((role) => writers.includes(role));
}
