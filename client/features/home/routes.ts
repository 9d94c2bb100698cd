import { page } from '../../lib/routes.ts';

export const routes = [
  page('home', () => import('./home-page.tsx'), 'HomePage'),
  page('news', () => import('./news-page.tsx'), 'NewsPage'),
];
