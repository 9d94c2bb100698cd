import { page } from '../../lib/routes.ts';

export const routes = [
  page('print', () => import('./blank-forms-page.tsx'), 'BlankFormsPage'),
  page('print/forms/:key', () => import('./blank-form-page.tsx'), 'BlankFormPage'),
  page('print/records/:kind/:id', () => import('./filled-page.tsx'), 'FilledPage'),
];
