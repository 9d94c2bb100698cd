import { bundleRoutes } from './bundles/routes.ts';
import type { Route } from './http/route.ts';
import { formSheetRoutes } from './imports/form-sheet/routes.ts';
import { listColumnsRoutes } from './imports/list-columns/routes.ts';
import { importRoutes } from './imports/routes.ts';
import { listedImports, kindRoutes, otherHomeParts, otherSearchParts, yearFigures } from './kinds/index.ts';
import { exportProgressRoutes } from './lists/export-routes.ts';
import { overviewRoutes } from './overview/routes.ts';
import { ganttRoutes } from './overview/gantt/routes.ts';
import { yearRoutes } from './overview/year/routes.ts';
import { paperRoutes } from './paper/routes.ts';
import { registerRoutes } from './registers/routes.ts';
import { recordRoutes } from './records/routes.ts';
import { auditRoutes } from './settings/audit/routes.ts';
import { municipalityRoutes } from './settings/municipality/routes.ts';
import { postalRoutes } from './settings/postal/routes.ts';
import { sessionRoutes } from './settings/sign-in/routes.ts';
import { secondFactorRoutes } from './settings/sign-in/second-factor-routes.ts';
import { userAccessRoutes } from './settings/users/access-routes.ts';
import { invitationRoutes } from './settings/users/invitations-routes.ts';
import { userRoutes } from './settings/users/routes.ts';
import { definitionRoutes } from './studio/definition-routes.ts';
import { ruleRoutes } from './studio/routes.ts';

/** The whole API. Fixed words come before `{id}` in each noun's own list, because Express takes the first that fits. */
export const routes: readonly Route[] = [
  ...sessionRoutes,
  ...secondFactorRoutes,
  ...invitationRoutes,
  ...userAccessRoutes,
  ...municipalityRoutes,
  ...postalRoutes,
  ...userRoutes,
  ...recordRoutes,
  ...paperRoutes,
  ...registerRoutes,
  ...kindRoutes,
  ...importRoutes(listedImports),
  // Before `/decisions/{id}` of the overview.
  ...ruleRoutes,
  ...overviewRoutes(otherHomeParts, otherSearchParts),
  ...yearRoutes(yearFigures),
  ...ganttRoutes(yearFigures),
  ...formSheetRoutes,
  ...listColumnsRoutes,
  ...definitionRoutes,
  ...bundleRoutes,
  ...auditRoutes,
  ...exportProgressRoutes,
];
