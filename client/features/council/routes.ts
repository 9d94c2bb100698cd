import { page } from '../../lib/routes.ts';

export const routes = [
  page('councils', () => import('./council-list-page.tsx'), 'CouncilListPage'),
  page('councils/:id', () => import('./council-page.tsx'), 'CouncilPage'),
  page('councils/:id/meetings/new', () => import('./meeting-new-page.tsx'), 'MeetingNewPage'),
  page('tasks', () => import('./tasks-page.tsx'), 'TasksPage'),
  page('meetings/:id/edit', () => import('./meeting-new-page.tsx'), 'MeetingEditPage'),
  page('meetings/:id', () => import('./meeting-page.tsx'), 'MeetingPage'),
];
