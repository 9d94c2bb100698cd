import type { Role } from '../../kernel/context.ts';
import { holds, reachOf, type Member } from '../../kernel/reach.ts';

const roles: readonly Role[] = ['administrator', 'tier1', 'tier2'];

/** Findings are for those who steer: coordinators of the council's area and administrators. */
export const canReadFinding = (actor: Member, councilPath: string): boolean => holds(actor, roles, councilPath);
export const canDismissFinding = (actor: Member, councilPath: string): boolean =>
  holds(actor, ['administrator', 'tier2'], councilPath) || holds(actor, ['tier1'], councilPath);
export const findingReach = (actor: Member): string[] => reachOf(actor, roles);
