import { page } from '../../lib/routes.ts';

export const routes = [
  page('referrals', () => import('./referral-list-page.tsx'), 'ReferralListPage'),
  page('referrals/:id', () => import('./referral-page.tsx'), 'ReferralPage'),
];
