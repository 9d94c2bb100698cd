import { z } from 'zod';
import { defineEffect } from '../../effects/effect.ts';
import { addMembers } from './add-members.ts';
import { appointCoordinator } from './appoint-coordinator.ts';
import { establishCouncil } from './establish-council.ts';
import { holdOffice, leaveOffice, refuseOffice } from './hold-office.ts';

const subjects = ['council'] as const;

export const councilEffects = [
  defineEffect({ type: 'establishCouncil', subjects, params: z.object({}), perform: establishCouncil }),
  defineEffect({
    type: 'appointCoordinator',
    subjects,
    params: z.object({ replace: z.boolean().optional() }),
    reads: ['name'],
    perform: appointCoordinator,
  }),
  defineEffect({ type: 'addMembers', subjects, params: z.object({}), reads: ['member-name'], perform: addMembers }),
  /** Of registers: the office is the council's own, once, whoever said first that it began or ended. */
  ...(
    [
      ['holdOffice', holdOffice],
      ['leaveOffice', leaveOffice],
    ] as const
  ).map(([type, perform]) =>
    defineEffect({
      type,
      registers: true,
      params: z.object({}),
      reads: ['title', 'council', 'done-on'],
      refuses: refuseOffice,
      perform,
    }),
  ),
];
