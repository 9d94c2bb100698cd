import { z } from 'zod';
import { defineEffect, type EffectDeclaration } from '../../effects/effect.ts';
import type { HomePart } from '../../records/home.ts';
import { performClosing } from './closings.ts';

/** `parts`: what nouns that are no records tell of what is open. */
export const closingEffects = (parts: readonly HomePart[]): EffectDeclaration[] => [
  /** Closes what was to be closed on this day. */
  defineEffect({
    type: 'close',
    params: z.object({ id: z.string() }),
    perform: (ctx, { params }) => performClosing(ctx, params.id, parts),
  }),
];
