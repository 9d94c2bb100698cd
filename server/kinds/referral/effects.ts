import { z } from 'zod';
import { answerOf } from '../../../forms/index.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { defineEffect } from '../../effects/effect.ts';
import { say } from '../../kernel/texts/index.ts';
import { standingsTagged, tagsOf } from '../../records/standings.ts';
import { sendEvent, sendMarked } from '../../records/take-step.ts';
import { practiceOf } from '../../settings/municipality/practice.ts';
import { makeRanking, readNeed } from '../need/index.ts';
import { listOpenReferrals } from './open-referrals.ts';
import { listReferralIds, readReferral } from './store.ts';

const step = { does: z.string().min(1).optional(), event: z.string().min(1).optional() };

export const referralEffects = [
  /**
   * Tells the referral's need, with the service and the reason for the story: the step with the mark `does`. Workflows
   * published before there were marks name the event's id instead, as `event`.
   */
  defineEffect({
    type: 'sendEvent',
    subjects: ['referral'],
    params: z
      .object({ to: z.literal('need'), ...step })
      .refine(({ does, event }) => does !== undefined || event !== undefined, { path: ['does'] }),
    sends: ({ to, does, event }) => (does === undefined ? { to, event: event ?? '' } : { to, does }),
    async perform(ctx, { record, params, event }) {
      const referral =
        record?.kind === 'referral' ? await readReferral(ctx.db, ctx.municipality.id, record.id) : undefined;
      if (!referral) throw new Error('sendEvent: no referral');
      const given = event?.form && answerOf(event.form, event.answers, 'reason');
      const reason = typeof given === 'string' ? { reason: given } : {};
      const details = { service: referral.service_name, organisation: referral.organisation_name, ...reason };
      const ended = params.does !== 'completed' && (await tagsOf(ctx, referral)).includes('over');
      // A need of a workflow that knows one service at a time has no others.
      const others = ended ? await markOfOthers(ctx, referral.need_id) : null;
      if (others && (await sendMarked(ctx, 'need', referral.need_id, others, { ...details, ended: params.does })))
        return;
      if (params.does === undefined) await sendEvent(ctx, 'need', referral.need_id, params.event ?? '', details);
      else await sendMarked(ctx, 'need', referral.need_id, params.does, details);
    },
  }),
  /** Of a need that somebody decided about while services may be under way: where it stands by those. */
  defineEffect({
    type: 'followReferrals',
    subjects: ['need'],
    params: z.object({}),
    async perform(ctx, { record }) {
      if (record?.kind !== 'need') throw new Error('followReferrals: no need');
      const mark = await markOfOthers(ctx, record.id);
      if (mark) await sendMarked(ctx, 'need', record.id, mark);
    },
  }),
  /** Takes back what was sent to a body that has been closed, or ends it where it had begun, by whichever mark the workflow has for that. */
  defineEffect({
    type: 'endReferrals',
    subjects: [],
    params: z.object({ organisationId: z.string() }),
    async perform(ctx, { params }) {
      const open = await standingsTagged(ctx, 'referral', 'open');
      const details = { reason: say(ctx.language, 'referrals.organisationClosed') };
      for (const id of await listReferralIds(ctx.db, params.organisationId, open))
        if (!(await sendMarked(ctx, 'referral', id, 'withdraw', details)))
          await sendMarked(ctx, 'referral', id, 'stop', details);
    },
  }),
  /**
   * Of a need that came back: ranks again, now without whoever gave it back. The need's page and the coordinator's home then
   * show the first of the new ranking; with nobody in it the need becomes unmet. A city that hands no needs to services ranks none: there
   * the need stays where it came back to.
   */
  defineEffect({
    type: 'seekNext',
    subjects: ['need'],
    params: z.object({}),
    sends: () => ({ to: 'need', does: 'nobody-left' }),
    async perform(ctx, { record }) {
      const need = record?.kind === 'need' ? await readNeed(ctx.db, ctx.municipality.id, record.id) : undefined;
      if (!need) throw new Error('seekNext: no need');
      if (!(await practiceOf(ctx)).matching) return;
      const { ranked } = await makeRanking(ctx, need);
      if (ranked.every((candidate) => candidate.rank === null))
        await sendMarked(ctx, 'need', need.id, 'nobody-left', { candidates: ranked.length });
    },
  }),
];

/** The mark by which a need follows the services that it is still with; null: there is none. */
async function markOfOthers(ctx: MunicipalContext, needId: string): Promise<string | null> {
  const open = await listOpenReferrals(ctx, needId);
  if (open.length === 0) return null;
  const tags = await Promise.all(open.map((referral) => tagsOf(ctx, referral)));
  return tags.some((tag) => !tag.includes('waiting')) ? 'others-supported' : 'others-waiting';
}
