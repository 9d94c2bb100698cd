import { page } from '../../lib/routes.ts';

export const routes = [
  page('services', () => import('./service-list-page.tsx'), 'ServiceListPage'),
  page('services/new', () => import('./service-new-page.tsx'), 'ServiceNewPage'),
  page('services/organisations', () => import('./organisation-list-page.tsx'), 'OrganisationListPage'),
  page('services/organisations/new', () => import('./organisation-new-page.tsx'), 'OrganisationNewPage'),
  page('services/organisations/:id', () => import('./organisation-page.tsx'), 'OrganisationPage'),
  page('services/organisations/:id/edit', () => import('./organisation-edit-page.tsx'), 'OrganisationEditPage'),
  page('services/:id', () => import('./service-page.tsx'), 'ServicePage'),
  page('services/:id/edit', () => import('./service-edit-page.tsx'), 'ServiceEditPage'),
];
