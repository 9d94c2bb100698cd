/* What other folders may know of this kind. */
export { createOrganisation } from './organisations.ts';
export { canEditService } from './policy.ts';
export { readOrganisation, type OrganisationRow } from './store.ts';
