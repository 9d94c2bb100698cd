import { page } from '../../lib/routes.ts';

export const routes = [
  page('settings/definitions/register/:key', () => import('./studio-page.tsx'), 'RegisterStudioPage'),
  page('settings/new-register', () => import('./new-page.tsx'), 'NewRegisterPage'),
];
