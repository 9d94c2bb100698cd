import { firstPage, page } from '../../lib/routes.ts';

export const openRoutes = [
  firstPage('invitation', () => import('./invitation-page.tsx'), 'InvitationPage'),
  firstPage('sign-in', () => import('./sign-in-page.tsx'), 'SignInPage'),
];
export const accountRoutes = [page('account', () => import('./account-page.tsx'), 'AccountPage')];
