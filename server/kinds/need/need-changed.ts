import { addEffect } from '../../effects/add-effect.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { tagsOf } from '../../records/standings.ts';
import { sendEvent, sendMarked, takeStep, type StepAsked, type StepTaken } from '../../records/take-step.ts';
import { listNeedTypes, readNeed } from './store.ts';

/**
 * Lets the escalation rules look again where a need is, or was, one that nobody meets; any other need tells them nothing.
 * `states`: where it stands and where it stood.
 */
export async function needChanged(
  ctx: MunicipalContext,
  need: { id: string; workflow_id: string },
  states: string[],
  typesBefore: string[] = [],
): Promise<void> {
  const { workflow_id } = need;
  const tags = await Promise.all(states.map((state) => tagsOf(ctx, { workflow_id, state })));
  if (!tags.flat().includes('lacking')) return;
  const types = (await listNeedTypes(ctx.db, [need.id])).get(need.id) ?? [];
  await addEffect(ctx, { type: 'evaluateEscalation', params: { types: [...new Set([...types, ...typesBefore])] } });
}

/** A person's step of a need, as `takeStep`, with the escalation rules looking again. */
export const stepNeed = (ctx: MunicipalContext, id: string, asked: StepAsked): Promise<StepTaken> =>
  watched(ctx, id, () => takeStep(ctx, 'need', id, asked));

/** The server's own event of a need by its mark, as `sendMarked`: null where its state does not accept it. */
export const sendNeedMarked = (
  ctx: MunicipalContext,
  id: string,
  mark: string,
  details?: Record<string, unknown>,
): Promise<StepTaken | null> => watched(ctx, id, () => sendMarked(ctx, 'need', id, mark, details));

/** The same by the event's id, as lifecycles name it that were published before there were marks. */
export const sendNeedEvent = (
  ctx: MunicipalContext,
  id: string,
  event: string,
  details?: Record<string, unknown>,
): Promise<StepTaken | null> => watched(ctx, id, () => sendEvent(ctx, 'need', id, event, details));

async function watched<T extends StepTaken | null>(
  ctx: MunicipalContext,
  id: string,
  take: () => Promise<T>,
): Promise<T> {
  const before = await readNeed(ctx.db, ctx.municipality.id, id);
  const taken = await take();
  if (before && taken) await needChanged(ctx, before, [before.state, taken.state]);
  return taken;
}
