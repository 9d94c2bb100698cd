import { addEffect } from '../../effects/add-effect.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { sendEvent, takeStep, type StepAsked, type StepTaken } from '../../records/take-step.ts';
import { listNeedTypes, readNeed, unmetStates } from './store.ts';

/** Lets the escalation rules look again where a need is, or was, one that nobody meets; any other need tells them nothing. */
export async function needChanged(
  ctx: MunicipalContext,
  id: string,
  before: string,
  after: string,
  typesBefore: string[] = [],
): Promise<void> {
  if (![before, after].some((state) => unmetStates.includes(state))) return;
  const types = (await listNeedTypes(ctx.db, [id])).get(id) ?? [];
  await addEffect(ctx, { type: 'evaluateEscalation', params: { types: [...new Set([...types, ...typesBefore])] } });
}

/** A person's step of a need, as `takeStep`, with the escalation rules looking again. */
export async function stepNeed(ctx: MunicipalContext, id: string, asked: StepAsked): Promise<StepTaken> {
  const before = await readNeed(ctx.db, ctx.municipality.id, id);
  const taken = await takeStep(ctx, 'need', id, asked);
  await needChanged(ctx, id, before?.state ?? '', taken.state);
  return taken;
}

/** The server's own event of a need, as `sendEvent`: null where its state does not accept it. */
export async function sendNeedEvent(
  ctx: MunicipalContext,
  id: string,
  event: string,
  details?: Record<string, unknown>,
): Promise<StepTaken | null> {
  const before = await readNeed(ctx.db, ctx.municipality.id, id);
  const taken = await sendEvent(ctx, 'need', id, event, details);
  if (taken) await needChanged(ctx, id, before?.state ?? '', taken.state);
  return taken;
}
