import { answerOf } from '../../../forms/index.ts';
import type { EffectToPerform } from '../../effects/effect.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { makeRanking, readNeed, sendNeedEvent } from '../need/index.ts';
import { readReferral } from './store.ts';

/** The effect `sendEvent {to: 'need', event}` of a referral: tells its need, with the service and the reason for the story. */
export async function tellNeed(ctx: MunicipalContext, effect: EffectToPerform): Promise<void> {
  const referral =
    effect.record?.kind === 'referral' ? await readReferral(ctx.db, ctx.municipality.id, effect.record.id) : undefined;
  if (!referral || effect.params.to !== 'need')
    throw new Error(
      `sendEvent: nothing to send from ${effect.record?.kind ?? 'no record'} to ${String(effect.params.to)}`,
    );
  const { event } = effect;
  const given = event?.form && answerOf(event.form, event.answers, 'reason');
  const reason = typeof given === 'string' ? { reason: given } : {};
  await sendNeedEvent(ctx, referral.need_id, String(effect.params.event), {
    service: referral.service_name,
    organisation: referral.organisation_name,
    ...reason,
  });
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
    await sendNeedEvent(ctx, need.id, 'NOBODY_LEFT', { candidates: ranked.length });
}
