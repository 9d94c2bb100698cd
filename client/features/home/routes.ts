import { firstPage, page } from '../../lib/routes.ts';

export const routes = [
  firstPage('home', () => import('./home-page.tsx'), 'HomePage'),
  page('news', () => import('./news-page.tsx'), 'NewsPage'),
];
