/* What other folders may know of this kind. */
export { changeOrganisation, createOrganisation, moveOrganisations } from './organisations.ts';
export { mayKeepService, mayOrganisation } from './policy.ts';
export type { RelatedToOrganisation } from './related.ts';
export { readOrganisation, type OrganisationRow } from './store.ts';
