import type { Member } from '../../kernel/reach.ts';
import { may, reachBy } from '../../kernel/rights.ts';
import { personRights, type PersonAction } from './rights.ts';

export const mayPerson = (actor: Member, action: PersonAction, areaPath: string): boolean =>
  may(personRights, actor, action, { area: areaPath });

/** Areas whose residents the actor knows. */
export const peopleReach = (actor: Member): string[] => [
  ...new Set(reachBy(personRights, actor, 'see').flatMap(({ paths }) => paths)),
];
