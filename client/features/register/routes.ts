import { page } from '../../lib/routes.ts';

export const routes = [
  page('registers', () => import('./register-list-page.tsx'), 'RegisterListPage'),
  page('registers/:register', () => import('./register-page.tsx'), 'RegisterPage'),
  page('registers/:register/new', () => import('./register-new-page.tsx'), 'RegisterNewPage'),
  page('registers/:register/:id', () => import('./register-record-page.tsx'), 'RegisterRecordPage'),
  page('registers/:register/:id/edit', () => import('./register-edit-page.tsx'), 'RegisterEditPage'),
];
