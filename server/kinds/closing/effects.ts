import { z } from 'zod';
import { defineEffect } from '../../effects/effect.ts';
import { performClosing } from './closings.ts';

export const closingEffects = [
  /** Closes what was to be closed on this day. */
  defineEffect({
    type: 'close',
    params: z.object({ id: z.string() }),
    perform: (ctx, { params }) => performClosing(ctx, params.id),
  }),
];
