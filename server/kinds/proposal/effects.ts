import { z } from 'zod';
import { answerOf } from '../../../forms/index.ts';
import { defineEffect, type EffectToPerform } from '../../effects/effect.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { proposalAnswer } from './contract.ts';
import { readFinding, updateFinding } from '../finding/index.ts';
import { readProposal, setProposalOutcome, type NamedProposal } from './store.ts';

async function proposalOf(ctx: MunicipalContext, effect: EffectToPerform<unknown>): Promise<NamedProposal> {
  const row =
    effect.record?.kind === 'proposal' ? await readProposal(ctx.db, ctx.municipality.id, effect.record.id) : undefined;
  if (!row) throw new Error(`${effect.type}: no proposal`);
  return row;
}

const subjects = ['proposal'] as const;

export const proposalEffects = [
  /** The receiving council's answer and its reason stand on the proposal, for both sides. */
  defineEffect({
    type: 'recordAnswer',
    subjects,
    params: z.object({ answer: proposalAnswer }),
    async perform(ctx, effect) {
      const row = await proposalOf(ctx, effect);
      const { event } = effect;
      const words = event?.form && answerOf(event.form, event.answers, 'reason');
      await setProposalOutcome(ctx.db, row.id, {
        answer: effect.params.answer,
        answer_reason: typeof words === 'string' && words !== '' ? words : null,
        answered_at: event?.happenedAt ?? ctx.now,
      });
    },
  }),
  /** What the proposal was made from needs nobody's attention any more. */
  defineEffect({
    type: 'raiseFinding',
    subjects,
    params: z.object({}),
    async perform(ctx, effect) {
      const { finding_id: findingId } = await proposalOf(ctx, effect);
      const finding = findingId ? await readFinding(ctx.db, ctx.municipality.id, findingId) : undefined;
      if (finding?.status === 'open')
        await updateFinding(ctx.db, finding.id, finding.version, { status: 'raised', status_reason: null });
    },
  }),
];
