import { page } from '../../lib/routes.ts';

export const routes = [page('search', () => import('./search-page.tsx'), 'SearchPage')];
