import type { Membership, Role } from './context.ts';

/** The part of an actor that policies look at. */
export type Member = { memberships: readonly Membership[] };

/** Does the actor hold one of the roles over this area (a path `/root/ward/area/`), itself or from above? */
export const holds = (actor: Member, roles: readonly Role[], areaPath: string): boolean =>
  actor.memberships.some((membership) => roles.includes(membership.role) && areaPath.startsWith(membership.areaPath));

/** Does the actor hold one of the roles anywhere here? */
export const hasRole = (actor: Member, roles: readonly Role[]): boolean =>
  actor.memberships.some((membership) => roles.includes(membership.role));

/** Area paths over which the actor holds one of the roles, for lists: a row is seen when its area's path begins with one. */
export const reachOf = (actor: Member, roles: readonly Role[]): string[] => [
  ...new Set(
    actor.memberships.filter((membership) => roles.includes(membership.role)).map((membership) => membership.areaPath),
  ),
];
