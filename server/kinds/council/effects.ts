import { z } from 'zod';
import { defineEffect } from '../../effects/effect.ts';
import { addMembers } from './add-members.ts';
import { appointCoordinator } from './appoint-coordinator.ts';
import { establishCouncil } from './establish-council.ts';

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
];
