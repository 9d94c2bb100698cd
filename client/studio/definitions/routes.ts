import { page } from '../../lib/routes.ts';

export const routes = [
  page('settings/bundles', () => import('./bundle-page.tsx'), 'BundlePage'),
  page('settings/definitions/rules/:key', () => import('./to-rules-page.tsx'), 'ToRulesPage'),
  page('settings/definitions/:kind/:key/versions', () => import('../kit/version-page.tsx'), 'VersionPage'),
  page('settings/definitions/:kind/:key/publish', () => import('../kit/publish-page.tsx'), 'PublishPage'),
  page('settings/definitions/:kind/:key/update', () => import('../kit/update-page.tsx'), 'UpdatePage'),
];
