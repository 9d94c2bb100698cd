import type { EffectToPerform } from '../effects/effect.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { sendEvent } from './take-step.ts';

/** A lifecycle's timer has run out: sends its event. A record that has moved on does not take it, and nothing happens. */
export async function timer(ctx: MunicipalContext, { record, params }: EffectToPerform): Promise<void> {
  if (record) await sendEvent(ctx, record.kind, record.id, String(params.event));
}
