import { page } from '../../lib/routes.ts';

export const routes = [page('settings/definitions/form/:key', () => import('./studio-page.tsx'), 'FormStudioPage')];
