import type { z } from 'zod';
import { fieldOfRole, marksOf, tellAnswers, tells } from '../../../forms/index.ts';
import type { Audience } from '../../../forms/types.ts';
import { readSubmission } from '../../decisions/submissions-store.ts';
import { definitionById } from '../../definitions/definitions.ts';
import { listEvents } from '../../effects/events-store.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notFound } from '../../kernel/errors.ts';
import { presentSteps } from '../../records/steps.ts';
import { presentStory } from '../../records/story.ts';
import { mayNeed, explainRanked, needAudience, needSources, readNeed, type PlacedNeed } from '../need/index.ts';
import type * as contract from './contract.ts';
import { mayReferral } from './policy.ts';
import { loadReferral, readsMessage, referralAudience } from './referral-audience.ts';
import { presentReferral } from './present-referral.ts';

export type ReferralRecord = z.infer<typeof contract.referralRecord>;

/** A referral with what the asker may know of the need. */
export async function readReferralRecord(ctx: MunicipalContext, id: string): Promise<ReferralRecord> {
  const row = await loadReferral(ctx, id);
  if (!row || !mayReferral(ctx.actor, 'see', row)) throw notFound();
  const need = await readNeed(ctx.db, ctx.municipality.id, row.need_id);
  if (!need) throw notFound();
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  const audience = referralAudience(ctx.actor, row);
  const { told, named } = await needFacts(ctx, audience, need);
  return {
    ...(await presentReferral(ctx, row, readsMessage(audience))),
    needFacts: told,
    decision:
      row.decision_id !== null && mayNeed(ctx.actor, 'case', need)
        ? await explainRanked(ctx, row.decision_id, row.service_id, needAudience(ctx.actor, need))
        : null,
    steps: await presentSteps(ctx, 'referral', row, workflow),
    story: await presentStory(ctx, 'referral', row, {}),
    can: { names: named, need: !mayReferral(ctx.actor, 'answer', row) || mayNeed(ctx.actor, 'names', need) },
  };
}

async function needFacts(
  ctx: MunicipalContext,
  audience: Audience,
  need: PlacedNeed,
): Promise<{ told: ReferralRecord['needFacts']; named: boolean }> {
  const submission = await readSubmission(ctx.db, need.submission_id);
  if (!submission) return { told: [], named: false };
  const { body: form } = await definitionById(ctx, 'form', submission.form_id);
  const answers = JSON.parse(submission.answers) as Record<string, unknown>;
  const sources = await needSources(ctx);
  return {
    told: [
      ...tellAnswers(form, answers, audience, ctx.language, sources),
      ...(await assessmentOf(ctx, audience, need, sources)),
    ],
    named: tells(marksOf(form).get(fieldOfRole(form, 'name') ?? ''), audience),
  };
}

/** What was found when somebody last looked into the need, as far as the audience may be told. */
async function assessmentOf(
  ctx: MunicipalContext,
  audience: Audience,
  need: PlacedNeed,
  sources: Awaited<ReturnType<typeof needSources>>,
): Promise<ReferralRecord['needFacts']> {
  for (const event of await listEvents(ctx.db, 'need', need.id)) {
    const { body: workflow } = await definitionById(ctx, 'workflow', event.workflow_id);
    if (workflow.steps[event.type]?.does !== 'assess' || !event.form_id) continue;
    const { body: form } = await definitionById(ctx, 'form', event.form_id);
    const answers = JSON.parse(event.answers ?? '{}') as Record<string, unknown>;
    return tellAnswers(form, answers, audience, ctx.language, sources);
  }
  return [];
}
