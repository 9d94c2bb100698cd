import { page } from '../../lib/routes.ts';

export const routes = [
  page('settings/definitions/form/:key', () => import('./studio-page.tsx'), 'FormStudioPage'),
  page('settings/definitions/form/:key/test', () => import('./test-page.tsx'), 'TestAnswersPage'),
  page('settings/new-form', () => import('./transfer/new-form-page.tsx'), 'NewFormPage'),
];
