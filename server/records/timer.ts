import { z } from 'zod';
import { defineEffect } from '../effects/effect.ts';
import { sendEvent } from './take-step.ts';

/** A workflow's timer has run out: sends its event. A record that has moved on does not take it, and nothing happens. */
export const timer = defineEffect({
  type: 'timer',
  params: z.object({ event: z.string() }),
  async perform(ctx, { record, params }) {
    if (record) await sendEvent(ctx, record.kind, record.id, params.event);
  },
});
