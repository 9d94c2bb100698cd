import { answerOf } from '../../../forms/index.ts';
import type { EffectToPerform } from '../../effects/effect.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { makeRanking, readNeed, sendNeedEvent, sendNeedMarked } from '../need/index.ts';
import { readReferral } from './store.ts';

/**
 * The effect `sendEvent {to: 'need', does}` of a referral: tells its need, with the service and the reason for the story.
 * Lifecycles published before there were marks name the event's id instead, as `event`.
 */
export async function tellNeed(ctx: MunicipalContext, effect: EffectToPerform): Promise<void> {
  const referral =
    effect.record?.kind === 'referral' ? await readReferral(ctx.db, ctx.municipality.id, effect.record.id) : undefined;
  if (!referral || effect.params.to !== 'need')
    throw new Error(
      `sendEvent: nothing to send from ${effect.record?.kind ?? 'no record'} to ${String(effect.params.to)}`,
    );
  const given = effect.event?.form && answerOf(effect.event.form, effect.event.answers, 'reason');
  const reason = typeof given === 'string' ? { reason: given } : {};
  const details = { service: referral.service_name, organisation: referral.organisation_name, ...reason };
  const { does, event } = effect.params;
  if (typeof does === 'string') await sendNeedMarked(ctx, referral.need_id, does, details);
  else await sendNeedEvent(ctx, referral.need_id, String(event), details);
}

/**
 * The effect `seekNext` of a need that came back: ranks again, now without whoever gave it back. The need's page and the
 * coordinator's home then show the first of the new ranking; with nobody in it the need becomes unmet.
 */
export async function seekNext(ctx: MunicipalContext, effect: EffectToPerform): Promise<void> {
  const need =
    effect.record?.kind === 'need' ? await readNeed(ctx.db, ctx.municipality.id, effect.record.id) : undefined;
  if (!need) throw new Error('seekNext: no need');
  const { ranked } = await makeRanking(ctx, need);
  if (ranked.every((one) => one.rank === null))
    await sendNeedMarked(ctx, need.id, 'nobody-left', { candidates: ranked.length });
}
