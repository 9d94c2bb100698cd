import { page } from '../../lib/routes.ts';

export const routes = [page('help', () => import('./help-page.tsx'), 'HelpPage')];
