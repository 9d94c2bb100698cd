import { page } from '../../lib/routes.ts';

export const routes = [
  page('proposals', () => import('./proposal-list-page.tsx'), 'ProposalListPage'),
  page('proposals/new', () => import('./proposal-new-page.tsx'), 'ProposalNewPage'),
  page('proposals/:id', () => import('./proposal-page.tsx'), 'ProposalPage'),
  page('proposals/:id/edit', () => import('./proposal-edit-page.tsx'), 'ProposalEditPage'),
];
