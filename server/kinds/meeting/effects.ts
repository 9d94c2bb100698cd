import { z } from 'zod';
import { defineEffect } from '../../effects/effect.ts';
import { RECORDS_MEETING } from '../council/index.ts';
import { meetingKind } from './contract.ts';
import { examineMeeting, takeInProblem } from './examine-meeting.ts';
import { dropMeeting, planMeeting } from './plan-meeting.ts';
import { recordMeetingHeld } from './record-meeting-held.ts';

const subjects = ['council'] as const;
const params = z.object({ kind: meetingKind });
const codes = { kind: 'meeting-kind' } as const;

export const meetingEffects = [
  defineEffect({
    type: RECORDS_MEETING,
    subjects,
    params,
    codes,
    reads: ['held-on', 'attendance'],
    perform: recordMeetingHeld,
  }),
  defineEffect({ type: 'planMeeting', subjects, params, codes, reads: ['planned-on'], perform: planMeeting }),
  defineEffect({ type: 'dropMeeting', subjects, params, codes, perform: dropMeeting }),
  defineEffect({ type: 'examineMeeting', subjects, params: z.object({}), perform: examineMeeting }),
  takeInProblem,
];
