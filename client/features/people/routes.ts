import { page } from '../../lib/routes.ts';

export const routes = [
  page('people', () => import('./person-list-page.tsx'), 'PersonListPage'),
  page('people/:id', () => import('./person-page.tsx'), 'PersonPage'),
  page('people/:id/edit', () => import('./person-edit-page.tsx'), 'PersonEditPage'),
  page('people/:id/data', () => import('./person-data-page.tsx'), 'PersonDataPage'),
  page('people/:id/looks', () => import('./person-looks-page.tsx'), 'PersonLooksPage'),
];
