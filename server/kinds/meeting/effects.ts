import { z } from 'zod';
import { defineEffect } from '../../effects/effect.ts';
import { meetingKind } from './contract.ts';
import { examineMeeting } from './examine-meeting.ts';
import { recordMeetingHeld } from './record-meeting-held.ts';

const subjects = ['council'] as const;

export const meetingEffects = [
  defineEffect({
    type: 'recordMeeting',
    subjects,
    params: z.object({ kind: meetingKind }),
    reads: ['held-on', 'attendance'],
    perform: recordMeetingHeld,
  }),
  defineEffect({ type: 'examineMeeting', subjects, params: z.object({}), perform: examineMeeting }),
];
