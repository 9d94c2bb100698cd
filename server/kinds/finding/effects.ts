import { z } from 'zod';
import { defineEffect, type EffectToPerform } from '../../effects/effect.ts';
import { evaluateEscalation, evaluateWatch } from './evaluate-findings.ts';

const councilOf = ({ record }: EffectToPerform<unknown>): string | undefined =>
  record?.kind === 'council' ? record.id : undefined;

export const findingEffects = [
  /** Of its council, or of the types it names, or of all. */
  defineEffect({
    type: 'evaluateEscalation',
    subjects: ['council', 'need'],
    params: z.object({ types: z.array(z.string()).optional() }),
    perform: (ctx, effect) => evaluateEscalation(ctx, { councilId: councilOf(effect), types: effect.params.types }),
  }),
  defineEffect({
    type: 'evaluateWatch',
    subjects: ['council'],
    params: z.object({}),
    perform: (ctx, effect) => evaluateWatch(ctx, { councilId: councilOf(effect) }),
  }),
  /** Time alone makes a difference to both. */
  defineEffect({
    type: 'daily',
    params: z.object({ day: z.string() }),
    perform: async (ctx) => {
      await evaluateEscalation(ctx);
      await evaluateWatch(ctx);
    },
  }),
];
