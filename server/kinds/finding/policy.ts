import type { Member } from '../../kernel/reach.ts';
import { may, reachBy } from '../../kernel/rights.ts';
import { findingRights, type FindingAction } from './rights.ts';

/** `area_path`: of the council that it is about. */
export const mayFinding = (actor: Member, action: FindingAction, finding: { area_path: string }): boolean =>
  may(findingRights, actor, action, { area: finding.area_path });

export const findingReach = (actor: Member): string[] =>
  reachBy(findingRights, actor, 'see').flatMap(({ paths }) => paths);
