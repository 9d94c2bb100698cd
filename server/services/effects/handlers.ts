import { addMembers } from '../councils/add-members.ts';
import { appointCoordinator } from '../councils/appoint-coordinator.ts';
import { establishCouncil } from '../councils/establish-council.ts';
import { examineMeeting } from '../meetings/examine-meeting.ts';
import { recordMeetingHeld } from '../meetings/record-meeting-held.ts';
import { performDaily, performEscalation, performWatch } from '../evaluate-findings.ts';
import { mailInvitation } from '../mail-invitation.ts';
import { raiseFinding, recordAnswer } from '../proposals/proposal-effects.ts';
import { seekNext, tellNeed } from '../referrals/referral-effects.ts';
import { performBacktest } from '../rules/run-job.ts';
import type { EffectHandler } from './perform-effects.ts';
import type { KnownEffect } from './known-effects.ts';
import { timer } from './timer.ts';

/** What is done for each type of effect. Names that a lifecycle may use are in `known-effects.ts`. */
export const handlers: Readonly<Record<string, EffectHandler>> = {
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
