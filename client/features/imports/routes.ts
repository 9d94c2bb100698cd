import { page } from '../../lib/routes.ts';

export const routes = [
  page('services/import', () => import('./import-page.tsx'), 'ImportPage'),
  page('imports/:kind', () => import('./import-page.tsx'), 'ImportPage'),
];
