import type { Role } from '../../kernel/context.ts';
import { hasRole, holdsOrBelongs, type Member } from '../../kernel/reach.ts';

const keepers: readonly Role[] = ['administrator', 'tier1', 'tier2'];

/** May the actor enter organisations and services at all? The directory itself is everybody's to read. */
export const canEnterDirectory = (actor: Member): boolean => hasRole(actor, keepers);

/** A provider keeps the entry of the organisation it acts for. */
export const actsFor = (actor: Member, organisationId: string): boolean =>
  actor.memberships.some(
    (membership) => membership.role === 'provider' && membership.organisationId === organisationId,
  );

export const canEditOrganisation = (actor: Member, organisationId: string): boolean =>
  canEnterDirectory(actor) || actsFor(actor, organisationId);

/** Closing an organisation is not its own provider's to do. */
export const canCloseOrganisation = (actor: Member): boolean => canEnterDirectory(actor);

/** A service is kept by its provider, and by administrators and coordinators of an area that it serves (or one around or inside it). */
export const canEditService = (actor: Member, organisationId: string, areaPaths: readonly string[]): boolean =>
  actsFor(actor, organisationId) || areaPaths.some((path) => holdsOrBelongs(actor, keepers, path));
