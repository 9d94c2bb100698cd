import type { Audience } from '../../../forms/types.ts';
import type { Role } from '../../kernel/context.ts';
import { holds, reachOf, type Member } from '../../kernel/reach.ts';

/** Roles that may know who a need is about. The first tier supports the second without needing names. */
export const namingRoles: readonly Role[] = ['administrator', 'tier2', 'centre'];
const readingRoles: readonly Role[] = [...namingRoles, 'tier1'];
const writingRoles: readonly Role[] = ['administrator', 'tier2', 'centre'];

type PlacedNeed = { area_path: string; scope: 'individual' | 'community' };

/** Coordinators, centre and administrators see the needs of their area; council members only the community's. Providers see referrals, not needs. */
export const canReadNeed = (actor: Member, need: PlacedNeed): boolean =>
  holds(actor, readingRoles, need.area_path) ||
  (need.scope === 'community' && holds(actor, ['member'], need.area_path));

export const canNameResident = (actor: Member, need: PlacedNeed): boolean => holds(actor, namingRoles, need.area_path);

/** What of a need a person may be told of is gone by: who it is about, and what they agreed to. */
export type ConsentedNeed = {
  scope: 'individual' | 'community';
  consent: 'given' | 'not-given' | 'not-needed';
  consent_scope: string;
};

/** May what was told of a need be passed on so far? A community's need is nobody's secret. */
export const consentsTo = (need: ConsentedNeed, scope: 'service' | 'council' | 'department'): boolean =>
  need.scope === 'community' ||
  (need.consent === 'given' && (JSON.parse(need.consent_scope) as string[]).includes(scope));

/** Those who know whom it is about are told everything; the first tier and the members of councils what they may be told. */
export const needAudience = (actor: Member, need: PlacedNeed & ConsentedNeed): Audience => {
  if (canNameResident(actor, need)) return 'staff';
  const consent = consentsTo(need, 'council');
  return [
    ...(holds(actor, ['tier1'], need.area_path) ? [{ name: 'tier1', consent }] : []),
    ...(holds(actor, ['member'], need.area_path) ? [{ name: 'members', consent }] : []),
  ];
};

/** Beyond the facts of a community need, the story of a case is for those who work on it. */
export const canReadCase = (actor: Member, need: PlacedNeed): boolean => holds(actor, readingRoles, need.area_path);

export const canWriteNeed = (actor: Member, areaPath: string): boolean => holds(actor, writingRoles, areaPath);

/** Ranking services and sending referrals is the second tier's work (C in the guideline); the centre follows. */
export const canReferNeed = (actor: Member, need: PlacedNeed): boolean =>
  holds(actor, ['administrator', 'tier2'], need.area_path);

/** Who looked at a need is the administrators' to see. */
export const canSeeLooks = (actor: Member, need: PlacedNeed): boolean =>
  holds(actor, ['administrator'], need.area_path);

/** For lists: where the actor sees needs, with names or without, or only the community's. */
export const needReach = (actor: Member): { paths: string[]; communityOnly: boolean; names: boolean }[] => [
  { paths: reachOf(actor, namingRoles), communityOnly: false, names: true },
  { paths: reachOf(actor, ['tier1']), communityOnly: false, names: false },
  { paths: reachOf(actor, ['member']), communityOnly: true, names: false },
];

/** Areas in which the actor may enter a need. */
export const needEntryPaths = (actor: Member): string[] => reachOf(actor, writingRoles);
