import type { Member } from '../../kernel/reach.ts';
import { may, reachBy } from '../../kernel/rights.ts';
import { organisationRights, serviceRights } from './rights.ts';

/** May the actor enter organisations and services at all? */
export const mayEnterDirectory = (actor: Member): boolean => reachBy(organisationRights, actor, 'add').length > 0;

export const mayOrganisation = (actor: Member, action: 'change' | 'close', organisationId: string): boolean =>
  may(organisationRights, actor, action, { area: [], organisation: organisationId });

/** May the actor keep services of some organisation, somewhere? */
export const mayKeepServices = (actor: Member): boolean => reachBy(serviceRights, actor, 'change').length > 0;

/** May the actor keep a service of this organisation, in these areas? */
export const mayKeepService = (actor: Member, organisationId: string, areaPaths: readonly string[]): boolean =>
  may(serviceRights, actor, 'change', { area: areaPaths, organisation: organisationId });
