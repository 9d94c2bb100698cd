import type { MunicipalContext } from '../context.ts';
import { sendEvent } from '../records/take-step.ts';
import type { EffectToPerform } from './perform-effects.ts';

/** A lifecycle's timer has run out: sends its event. A record that has moved on does not take it, and nothing happens. */
export async function timer(ctx: MunicipalContext, { record, params }: EffectToPerform): Promise<void> {
  if (record) await sendEvent(ctx, record.kind, record.id, String(params.event));
}
