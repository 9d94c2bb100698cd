import { page } from '../../lib/routes.ts';
import { AdministratorsOnly } from './administrators-only.tsx';

export const routes = [
  {
    Component: AdministratorsOnly,
    children: [
      page('settings', () => import('./settings-page.tsx'), 'SettingsPage'),
      page('settings/areas', () => import('./area-page.tsx'), 'AreaPage'),
      page('settings/councils', () => import('./council-settings-page.tsx'), 'CouncilSettingsPage'),
      page('settings/users', () => import('./user-list-page.tsx'), 'UserListPage'),
      page('settings/users/:id', () => import('./user-page.tsx'), 'UserPage'),
      page('settings/codes', () => import('./code-page.tsx'), 'CodePage'),
      page('settings/words', () => import('./words-page.tsx'), 'WordsPage'),
      page('settings/practice', () => import('./practice-page.tsx'), 'PracticePage'),
      page('settings/offline', () => import('./offline-page.tsx'), 'OfflinePage'),
      page('settings/postal-codes', () => import('./postal-page.tsx'), 'PostalPage'),
      page('settings/definitions', () => import('./definition-list-page.tsx'), 'DefinitionListPage'),
      page('settings/sign-in', () => import('./sign-in-settings-page.tsx'), 'SignInSettingsPage'),
      page('settings/retention', () => import('./retention-page.tsx'), 'RetentionPage'),
      page('settings/retention/:id', () => import('./erasure-list-page.tsx'), 'ErasureListPage'),
      page('settings/failures', () => import('./failures-page.tsx'), 'FailuresPage'),
      page('settings/audit', () => import('./audit-page.tsx'), 'AuditPage'),
    ],
  },
];
