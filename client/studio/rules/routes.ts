import { page } from '../../lib/routes.ts';

export const routes = [
  page('settings/rules', () => import('./rule-list-page.tsx'), 'RuleListPage'),
  page('settings/rules/new', () => import('./new-page.tsx'), 'NewRulesPage'),
  page('settings/rules/:key', () => import('./studio-page.tsx'), 'StudioPage'),
  page('settings/rules/:key/versions', () => import('../kit/version-page.tsx'), 'VersionPage'),
  page('settings/rules/:key/update', () => import('../kit/update-page.tsx'), 'UpdatePage'),
  page('settings/rules/:key/backtests', () => import('./backtest-page.tsx'), 'BacktestPage'),
  page('settings/rules/:key/backtests/:id', () => import('./job-page.tsx'), 'JobPage'),
  page('settings/rules/:key/publish', () => import('../kit/publish-page.tsx'), 'PublishPage'),
  page('settings/decisions', () => import('./decision-list-page.tsx'), 'DecisionListPage'),
  page('settings/decisions/:id', () => import('./decision-page.tsx'), 'DecisionPage'),
  page('settings/facts', () => import('./fact-map-page.tsx'), 'FactMapPage'),
];
