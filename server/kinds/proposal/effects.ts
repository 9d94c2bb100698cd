import { answerOf } from '../../../forms/index.ts';
import type { EffectToPerform } from '../../effects/effect.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { readFinding, updateFinding } from '../finding/index.ts';
import { readProposal, setProposalOutcome, type NamedProposal, type ProposalRow } from './store.ts';

const answers: readonly ProposalRow['answer'][] = ['adopted', 'under-study', 'not-adopted', 'passed-on', 'noted'];

async function proposalOf(ctx: MunicipalContext, effect: EffectToPerform): Promise<NamedProposal> {
  const row =
    effect.record?.kind === 'proposal' ? await readProposal(ctx.db, ctx.municipality.id, effect.record.id) : undefined;
  if (!row) throw new Error(`${effect.type}: no proposal`);
  return row;
}

/** The effect `recordAnswer {answer}`: the receiving council's answer and its reason stand on the proposal, for both sides. */
export async function recordAnswer(ctx: MunicipalContext, effect: EffectToPerform): Promise<void> {
  const row = await proposalOf(ctx, effect);
  const answer = answers.find((one) => one === effect.params.answer);
  if (!answer) throw new Error(`recordAnswer: no answer ${String(effect.params.answer)}`);
  const { event } = effect;
  const words = event?.form && answerOf(event.form, event.answers, 'reason');
  await setProposalOutcome(ctx.db, row.id, {
    answer,
    answer_reason: typeof words === 'string' && words !== '' ? words : null,
    answered_at: effect.event?.happenedAt ?? ctx.now,
  });
}

/** The effect `raiseFinding`: what the proposal was made from needs nobody's attention any more. */
export async function raiseFinding(ctx: MunicipalContext, effect: EffectToPerform): Promise<void> {
  const { finding_id: findingId } = await proposalOf(ctx, effect);
  const finding = findingId ? await readFinding(ctx.db, ctx.municipality.id, findingId) : undefined;
  if (finding?.status === 'open')
    await updateFinding(ctx.db, finding.id, finding.version, { status: 'raised', status_reason: null });
}
