import { auditRoutes } from './audit.ts';
import { councilRoutes } from './councils.ts';
import { definitionRoutes } from './definitions.ts';
import { findingRoutes } from './findings.ts';
import { homeRoutes } from './home.ts';
import { importRoutes } from './imports.ts';
import { meetingRoutes } from './meetings.ts';
import { municipalityRoutes } from './municipality.ts';
import { invitationRoutes } from './invitations.ts';
import { needRoutes } from './needs.ts';
import { organisationRoutes } from './organisations.ts';
import { proposalRoutes } from './proposals.ts';
import { referralRoutes } from './referrals.ts';
import type { Route } from './route.ts';
import { ruleRoutes } from './rules.ts';
import { secondFactorRoutes } from './second-factor.ts';
import { serviceRoutes } from './services.ts';
import { sessionRoutes } from './session.ts';
import { userAccessRoutes } from './user-access.ts';
import { userRoutes } from './users.ts';

/** The whole API. Fixed words come before `{id}` in each noun's own list, because Express takes the first that fits. */
export const routes: readonly Route[] = [
  ...sessionRoutes,
  ...secondFactorRoutes,
  ...invitationRoutes,
  ...userAccessRoutes,
  ...municipalityRoutes,
  ...homeRoutes,
  ...userRoutes,
  ...organisationRoutes,
  ...serviceRoutes,
  ...importRoutes,
  ...councilRoutes,
  ...meetingRoutes,
  // Before `/decisions/{id}` of the needs.
  ...ruleRoutes,
  ...needRoutes,
  ...referralRoutes,
  ...findingRoutes,
  ...proposalRoutes,
  ...definitionRoutes,
  ...auditRoutes,
];
