import { z } from 'zod';
import { defineEffect } from '../../effects/effect.ts';
import { endFull } from './services.ts';

export const serviceEffects = [
  /** The day has come until which a service had no room. */
  defineEffect({
    type: 'endFull',
    subjects: [],
    params: z.object({ id: z.string(), until: z.string() }),
    perform: (ctx, { params }) => endFull(ctx, params.id, params.until),
  }),
];
