import { z } from 'zod';
import { defineEffect } from '../../effects/effect.ts';
import { refuseService, serviceAsked } from './service-asked.ts';
import { endFull, openServiceOf } from './services.ts';

export const serviceEffects = [
  /** What a record of a register has become: the service that its step's form describes enters the directory, and knows where it came from. */
  defineEffect({
    type: 'openService',
    registers: true,
    params: z.object({}),
    reads: ['title', 'service-type', 'areas', 'organisation'],
    refuses: refuseService,
    async perform(ctx, { record, event }) {
      if (!record || !event?.form) throw new Error('openService: no record, or no form');
      const input = serviceAsked(event.form, event.answers);
      await openServiceOf(ctx, { ...record, by: event.actorId }, input);
    },
  }),
  /** The day has come until which a service had no room. */
  defineEffect({
    type: 'endFull',
    subjects: [],
    params: z.object({ id: z.string(), until: z.string() }),
    perform: (ctx, { params }) => endFull(ctx, params.id, params.until),
  }),
];
