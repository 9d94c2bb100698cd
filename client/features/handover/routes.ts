import { page } from '../../lib/routes.ts';

export const routes = [
  page('handovers', () => import('./handover-list-page.tsx'), 'HandoverListPage'),
  page('handovers/new', () => import('./handover-new-page.tsx'), 'HandoverNewPage'),
  page('handovers/:id', () => import('./handover-page.tsx'), 'HandoverPage'),
];
