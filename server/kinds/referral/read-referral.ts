import type { z } from 'zod';
import { fieldOfRole, marksOf, tellAnswers, tells } from '../../../forms/index.ts';
import type { Audience } from '../../../forms/types.ts';
import { daysOf, listStandings } from '../../../workflows/index.ts';
import type { Workflow } from '../../../workflows/types.ts';
import { readSubmission } from '../../decisions/submissions-store.ts';
import { definitionById } from '../../definitions/definitions.ts';
import { listEvents } from '../../effects/events-store.ts';
import { addDays, dayInJapan } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notFound } from '../../kernel/errors.ts';
import { stepsAs } from '../../kernel/rights.ts';
import { say } from '../../kernel/texts/index.ts';
import { presentStanding } from '../../records/standing.ts';
import { standingsTagged } from '../../records/standings.ts';
import { presentSteps } from '../../records/steps.ts';
import { presentStory } from '../../records/story.ts';
import { practiceOf } from '../../settings/municipality/practice.ts';
import { sayDay } from '../../settings/say-day.ts';
import {
  mayNeed,
  explainRanked,
  needAudience,
  needSources,
  nextCandidates,
  readNeed,
  type PlacedNeed,
} from '../need/index.ts';
import type * as contract from './contract.ts';
import { attendedBodies } from './home-store.ts';
import { judgedReferral, mayReferral } from './policy.ts';
import { loadReferral, readsMessage, referralAudience, type TaggedReferral } from './referral-audience.ts';
import { presentReferral } from './present-referral.ts';
import { referralRights } from './rights.ts';
import { listAskedServices } from './store.ts';

export type ReferralRecord = z.infer<typeof contract.referralRecord>;

/** A referral with what the asker may know of the need. */
export async function readReferralRecord(ctx: MunicipalContext, id: string): Promise<ReferralRecord> {
  const row = await loadReferral(ctx, id);
  if (!row || !mayReferral(ctx.actor, 'see', row)) throw notFound();
  const need = await readNeed(ctx.db, ctx.municipality.id, row.need_id);
  if (!need) throw notFound();
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  const audience = referralAudience(ctx.actor, row);
  const { told: facts, named } = await needFacts(ctx, audience, need);
  const { matching } = await practiceOf(ctx);
  const turn = turnOf(ctx, row, need, workflow.body, { matching, attended: await isAttended(ctx, row) });
  return {
    ...(await presentReferral(ctx, row, readsMessage(audience))),
    needFacts: facts,
    decision:
      row.decision_id !== null && mayNeed(ctx.actor, 'case', need)
        ? await explainRanked(ctx, row.decision_id, row.service_id, needAudience(ctx.actor, need))
        : null,
    turn,
    next:
      matching && turn?.late && row.tags.includes('waiting') && mayNeed(ctx.actor, 'refer', need)
        ? await nextOf(ctx, need)
        : null,
    steps: await presentSteps(ctx, 'referral', row, workflow),
    story: await presentStory(ctx, 'referral', row, {}),
    can: { names: named, need: !mayReferral(ctx.actor, 'answer', row) || mayNeed(ctx.actor, 'names', need) },
  };
}

/** Whoever acts for the body is there; others are told where nobody is. */
const isAttended = async (ctx: MunicipalContext, row: TaggedReferral): Promise<boolean> =>
  row.tags.includes('over') ||
  mayReferral(ctx.actor, 'answer', row) ||
  (await attendedBodies(ctx.db, ctx.municipality.id, ctx.today)
    .where('memberships.organisation_id', row.organisation_id)
    .first()) !== undefined;

/** What the state asks for is said to whose turn it is first; others are told whom it waits for, and until when. */
function turnOf(
  ctx: MunicipalContext,
  row: TaggedReferral,
  need: PlacedNeed,
  workflow: Workflow,
  { matching, attended }: { matching: boolean; attended: boolean },
): ReferralRecord['turn'] {
  if (row.tags.includes('over')) return null;
  const turns = listStandings(workflow).find(({ state }) => state === row.state)?.turns;
  const first = (turns ?? []).filter(({ after }) => !after);
  const roles = first.flatMap((turn) => turn.roles);
  const mine =
    roles.length === 0
      ? mayReferral(ctx.actor, 'answer', row)
      : roles.some((role) => stepsAs(referralRights, ctx.actor, role, judgedReferral(row)));
  const waits = first.flatMap(({ late }) => (late ? [daysOf(late, need.urgency)] : []));
  const dueOn = waits.length === 0 ? null : addDays(dayInJapan(row.state_since), Math.min(...waits));
  const late = dueOn !== null && dueOn <= ctx.today;
  const { todo } = presentStanding(row, workflow, ctx.language);
  if (mine) return { mine, text: todo ?? '', dueOn, late };
  if (!attended && (roles.length === 0 || roles.includes('provider'))) {
    const standsIn = stepsAs(referralRights, ctx.actor, 'tier2', judgedReferral(row));
    const { organisation_name: organisation } = row;
    const text = say(ctx.language, `referrals.turn.${standsIn ? 'standIn' : 'unattended'}`, { organisation });
    return { mine: standsIn, text, dueOn, late };
  }
  const key = row.tags.includes('waiting') ? (late && !matching ? 'lastReply' : 'reply') : 'record';
  return {
    mine,
    text: say(ctx.language, `referrals.turn.${key}${dueOn === null ? '' : late ? 'Late' : 'Until'}`, {
      organisation: row.organisation_name,
      day: dueOn === null ? '' : sayDay(ctx.language, dueOn),
    }),
    dueOn,
    late,
  };
}

/** The first of the need's latest ranking whom nobody has asked. */
async function nextOf(ctx: MunicipalContext, need: PlacedNeed): Promise<ReferralRecord['next']> {
  const services = await listAskedServices(
    ctx.db,
    [need.id],
    await standingsTagged(ctx, 'referral', 'open', 'given-back'),
  );
  const next = (await nextCandidates(ctx, [need.id], services)).get(need.id);
  return next ? { decisionId: next.decisionId, service: next.service } : null;
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
