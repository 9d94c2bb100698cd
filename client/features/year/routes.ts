import { page } from '../../lib/routes.ts';

export const routes = [
  page('year', () => import('./year-page.tsx'), 'YearPage'),
  page('year/:figure', () => import('./year-records-page.tsx'), 'YearRecordsPage'),
];
