import { page } from '../../lib/routes.ts';

export const openRoutes = [
  page('invitation', () => import('./invitation-page.tsx'), 'InvitationPage'),
  page('sign-in', () => import('./sign-in-page.tsx'), 'SignInPage'),
];
export const accountRoutes = [page('account', () => import('./account-page.tsx'), 'AccountPage')];
