import { z } from 'zod';
import { defineEffect, type EffectDeclaration } from '../../effects/effect.ts';
import type { HomePart } from '../../records/home.ts';
import { openHandover } from './handovers.ts';

/** Effect: what is open of an office that a workflow's step has ended waits to be handed over. `by`: who took the step. */
export const openingEffect = (parts: readonly HomePart[]): EffectDeclaration =>
  defineEffect({
    type: 'openHandover',
    params: z.object({ council: z.string(), member: z.string(), by: z.string().nullable() }),
    perform: (ctx, { params: { council, member, by } }) =>
      openHandover(ctx, parts, { councilId: council, memberId: member }, by),
  });
