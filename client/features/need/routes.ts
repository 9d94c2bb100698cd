import { page } from '../../lib/routes.ts';

export const routes = [
  page('needs', () => import('./need-list-page.tsx'), 'NeedListPage'),
  page('needs/new', () => import('./need-new-page.tsx'), 'NeedNewPage'),
  page('needs/lacks', () => import('./lacks-page.tsx'), 'LacksPage'),
  page('needs/:id', () => import('./need-page.tsx'), 'NeedPage'),
  page('needs/:id/edit', () => import('./need-edit-page.tsx'), 'NeedEditPage'),
  page('needs/:id/looks', () => import('./looks-page.tsx'), 'LooksPage'),
  page('needs/:id/person', () => import('./need-person-page.tsx'), 'NeedPersonPage'),
  page('needs/:id/ranking', () => import('./ranking-page.tsx'), 'RankingPage'),
];
