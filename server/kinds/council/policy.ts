import type { Audience } from '../../../forms/types.ts';
import type { Role } from '../../kernel/context.ts';
import { holds, holdsOrBelongs, reachOf, type Member } from '../../kernel/reach.ts';

const readers: readonly Role[] = ['administrator', 'tier1', 'tier2', 'member', 'centre'];
const workers: readonly Role[] = ['administrator', 'tier1', 'tier2'];

/** Councils of the actor's areas, and those above them: a ward's council is everybody's who works in the ward. Providers see none. */
export const canReadCouncil = (actor: Member, areaPath: string): boolean => holdsOrBelongs(actor, readers, areaPath);

/** Meetings and members: coordinators and administrators of the area. */
export const canWorkInCouncil = (actor: Member, areaPath: string): boolean => holds(actor, workers, areaPath);

/** Those who keep its records are told everything; whoever else may read a council is told what its members are. Members agreed to that. */
export const councilAudience = (actor: Member, areaPath: string): Audience => {
  if (canWorkInCouncil(actor, areaPath)) return 'staff';
  return canReadCouncil(actor, areaPath) ? [{ name: 'members', consent: true }] : [];
};

/** Founding, naming and closing councils is the administrator's. */
export const canManageCouncil = (actor: Member, areaPath: string): boolean => holds(actor, ['administrator'], areaPath);

/** Area paths for lists; a council below or above one of them is seen. */
export const councilReach = (actor: Member): string[] => reachOf(actor, readers);
