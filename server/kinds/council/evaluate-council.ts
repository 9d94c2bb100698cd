import { addEffect } from '../../effects/add-effect.ts';
import type { MunicipalContext } from '../../kernel/context.ts';

/** Has the rules look at a council again: something about it has changed. */
export async function evaluateCouncil(ctx: MunicipalContext, councilId: string): Promise<void> {
  const record = { kind: 'council', id: councilId } as const;
  await addEffect(ctx, { type: 'evaluateEscalation', record });
  await addEffect(ctx, { type: 'evaluateWatch', record });
}
