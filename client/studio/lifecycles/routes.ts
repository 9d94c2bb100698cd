import { page } from '../../lib/routes.ts';

export const routes = [
  page('settings/definitions/workflow/:key', () => import('./studio-page.tsx'), 'LifecycleStudioPage'),
];
