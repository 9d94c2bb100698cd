import type { z } from 'zod';
import { describeAnswers } from '../../../forms/index.ts';
import { readSubmission } from '../../decisions/submissions-store.ts';
import { definitionById } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notFound } from '../../kernel/errors.ts';
import { presentSteps } from '../../records/steps.ts';
import { presentStory } from '../../records/story.ts';
import { canNameResident, canReadCase, explainRanked, needSources, readNeed, type PlacedNeed } from '../need/index.ts';
import type * as contract from './contract.ts';
import { answersReferral, canReadReferral } from './policy.ts';
import { presentReferral } from './present-referral.ts';
import { consentsToService } from './send-referral.ts';
import { openReferralStates, readReferral, type NamedReferral } from './store.ts';

export type ReferralRecord = z.infer<typeof contract.referralRecord>;

/** What is asked of a service, without saying who asks. */
const matter = ['scope', 'area', 'types', 'urgency'];
/** Who it is and how they live: only with consent, and for a provider only while (or after) it has the case. */
const person = ['residentName', 'residentKana', 'age', 'phone', 'household', 'situation', 'tried', 'links'];
const withPerson = [...openReferralStates, 'completed'];

/** A referral with what the asker may know of the need. */
export async function readReferralRecord(ctx: MunicipalContext, id: string): Promise<ReferralRecord> {
  const row = await readReferral(ctx.db, ctx.municipality.id, id);
  if (!row || !canReadReferral(ctx.actor, row)) throw notFound();
  const need = await readNeed(ctx.db, ctx.municipality.id, row.need_id);
  if (!need) throw notFound();
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  const personal = mayKnowPerson(ctx, row, need);
  return {
    ...(await presentReferral(ctx, row)),
    needFacts: await needFacts(ctx, need, personal),
    decision:
      row.decision_id !== null && canReadCase(ctx.actor, need)
        ? await explainRanked(ctx, row.decision_id, row.service_id)
        : null,
    steps: await presentSteps(ctx, 'referral', row, workflow),
    story: await presentStory(ctx, 'referral', id, {}),
    can: { names: personal, need: !answersReferral(ctx.actor, row) || canNameResident(ctx.actor, need) },
  };
}

const mayKnowPerson = (ctx: MunicipalContext, row: NamedReferral, need: PlacedNeed): boolean =>
  canNameResident(ctx.actor, need) ||
  (answersReferral(ctx.actor, row) && consentsToService(need) && withPerson.includes(row.state));

async function needFacts(
  ctx: MunicipalContext,
  need: PlacedNeed,
  personal: boolean,
): Promise<ReferralRecord['needFacts']> {
  const submission = await readSubmission(ctx.db, need.submission_id);
  if (!submission) return [];
  const form = await definitionById(ctx, 'form', submission.form_id);
  const answers = JSON.parse(submission.answers) as Record<string, unknown>;
  const told = new Set(personal ? [...matter, ...person] : matter);
  const sources = await needSources(ctx);

  return describeAnswers(
    form.body,
    Object.fromEntries(Object.entries(answers).filter(([field]) => told.has(field))),
    ctx.language,
    sources,
  );
}
