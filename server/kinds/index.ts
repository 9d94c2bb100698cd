import type { EffectHandler, EffectHandlers } from '../effects/effect.ts';
import { performEffects } from '../effects/perform-effects.ts';
import type { Route } from '../http/route.ts';
import type { Installation } from '../kernel/installation.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import type { RecordDescription } from '../records/record-kind.ts';
import { timer } from '../records/timer.ts';
import { mailInvitation } from '../settings/users/mail-invitation.ts';
import type { KnownEffect } from '../studio/known-effects.ts';
import { performBacktest } from '../studio/run-back-test.ts';
import { addMembers } from './council/add-members.ts';
import { appointCoordinator } from './council/appoint-coordinator.ts';
import { establishCouncil } from './council/establish-council.ts';
import { councilKind } from './council/kind.ts';
import { councilRoutes } from './council/routes.ts';
import { performDaily, performEscalation, performWatch } from './finding/evaluate-findings.ts';
import { findingRoutes } from './finding/routes.ts';
import { examineMeeting } from './meeting/examine-meeting.ts';
import { recordMeetingHeld } from './meeting/record-meeting-held.ts';
import { meetingRoutes } from './meeting/routes.ts';
import { needKind } from './need/kind.ts';
import { needRoutes } from './need/routes.ts';
import { organisationRoutes } from './organisation/routes.ts';
import { raiseFinding, recordAnswer } from './proposal/effects.ts';
import { proposalKind } from './proposal/kind.ts';
import { proposalRoutes } from './proposal/routes.ts';
import { seekNext, tellNeed } from './referral/effects.ts';
import { referralKind } from './referral/kind.ts';
import { referralRoutes } from './referral/routes.ts';
import { serviceRoutes } from './service/routes.ts';

/** What is done for each type of effect. Names that a lifecycle may use are in `studio/known-effects.ts`. */
const effects: EffectHandlers = {
  timer,
  recordMeeting: recordMeetingHeld,
  examineMeeting,
  establishCouncil,
  appointCoordinator,
  addMembers,
  sendEvent: tellNeed,
  seekNext,
  recordAnswer,
  raiseFinding,
  evaluateEscalation: performEscalation,
  evaluateWatch: performWatch,
  daily: performDaily,
  backtest: performBacktest,
  mailInvitation,
} satisfies Record<KnownEffect | 'timer' | 'backtest' | 'mailInvitation', EffectHandler>;

const kinds: Record<RecordKind, RecordDescription> = {
  need: needKind,
  referral: referralKind,
  council: councilKind,
  proposal: proposalKind,
};

/** What an installation does: `main`, the commands and tests hand it on. The only list of kinds that there is. */
export const kindsAndEffects: Pick<Installation, 'kinds' | 'performEffects'> = {
  kinds,
  performEffects: (installation, ids) => performEffects(effects, installation, ids),
};

/** The kinds' part of the API. */
export const kindRoutes: readonly Route[] = [
  ...organisationRoutes,
  ...serviceRoutes,
  ...needRoutes,
  ...referralRoutes,
  ...councilRoutes,
  ...meetingRoutes,
  ...findingRoutes,
  ...proposalRoutes,
];
