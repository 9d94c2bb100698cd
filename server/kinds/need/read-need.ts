import { say } from '../../kernel/texts/index.ts';
import type { z } from 'zod';
import { answerOf, fieldOfRole, marksOf, tellAnswers, tells } from '../../../forms/index.ts';
import { readSubmission, type SubmissionRow } from '../../decisions/submissions-store.ts';
import { definitionById } from '../../definitions/definitions.ts';
import { listEvents } from '../../effects/events-store.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { AppError, notFound } from '../../kernel/errors.ts';
import { presentDiagram } from '../../records/diagram.ts';
import { presentSteps } from '../../records/steps.ts';
import { presentStory, type Happening } from '../../records/story.ts';
import { possibleDoing } from '../../records/take-step.ts';
import { serviceTypeNames } from '../../settings/codes/service-types.ts';
import { findPerson } from '../people/index.ts';
import { consentScope, type needRecord } from './contract.ts';
import { beginStep, whyClosed } from './kind.ts';
import { mayNeed, needAudience, readsPlan } from './policy.ts';
import { presentNeed } from './present-need.ts';
import { nextCandidates } from './rank-services.ts';
import { relatedToNeed } from './related.ts';
import { needSources } from './sources.ts';
import { listNeedTypes, readNeed, type PlacedNeed } from './store.ts';
import { practiceOf } from '../../settings/municipality/practice.ts';

export type NeedRecord = z.infer<typeof needRecord>;

/** A need with its whole story, as far as the asker may know. */
export async function readNeedRecord(ctx: MunicipalContext, id: string): Promise<NeedRecord> {
  const row = await readNeed(ctx.db, ctx.municipality.id, id);
  if (!row || !mayNeed(ctx.actor, 'see', row)) throw notFound();
  const named = mayNeed(ctx.actor, 'names', row);
  const sources = await needSources(ctx);
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  const related = relatedToNeed(ctx);
  const inCase = mayNeed(ctx.actor, 'case', row);
  // What several parts of the page tell of is read once.
  const listed = inCase ? await related.referrals(ctx, [id]) : undefined;
  const events = inCase ? await listEvents(ctx.db, 'need', id) : undefined;
  const submission = await readSubmission(ctx.db, row.submission_id);
  const steps = await presentSteps(ctx, 'need', row, workflow, {
    sources,
    closedReason: whyClosed(ctx, row, listed),
    initial: (event, does) => beginStep(ctx, row, event, does, submission),
  });
  const types = (await listNeedTypes(ctx.db, [id])).get(id) ?? [];
  const referrals = (listed ?? []).map(({ shown }) => (named ? shown : { ...shown, message: null }));
  const story = events ? await presentStory(ctx, 'need', row, sources, { elsewhere: 'need-intake', events }) : [];
  const meetings = await related.meetings(ctx, [id]);
  const council = await related.nearestCouncil(ctx, row.area_path);
  const { matching } = await practiceOf(ctx);
  const matches = mayNeed(ctx.actor, 'refer', row) && matching;
  const knowsReferring = possibleDoing(workflow.body, row, 'refer') !== undefined;
  const referable = matches && knowsReferring;
  const shown = await presentNeed(ctx, row, types, await serviceTypeNames(ctx));
  // A workflow that looks for a service there says so; here nobody does.
  const standing =
    matching || !knowsReferring
      ? shown.standing
      : { ...shown.standing, todo: say(ctx.language, 'needs.matchingOffTodo') };
  const services = referrals
    .filter(({ standing }) => standing.tags.some((tag) => tag === 'open' || tag === 'given-back'))
    .map(({ service }) => service.id);
  const next = referable ? (await nextCandidates(ctx, [id], new Map([[id, services]]))).get(id) : undefined;
  return {
    ...shown,
    standing,
    ...(await tellIntake(ctx, row, submission, sources)),
    checkedOn: row.checked_on,
    overrides: consentScope.array().parse(JSON.parse(row.consent_override)),
    person: named && row.person_id ? await tellPerson(ctx, row.person_id) : null,
    steps,
    diagram: await presentDiagram(ctx, 'need', row, workflow, steps, events),
    referrals,
    story: story.map((line) => tellLine(line, named)),
    meetings: meetings.map((meeting) => ({
      id: meeting.id,
      title: meeting.title,
      heldOn: meeting.held_on,
      councilId: meeting.council_id,
      plan: readsPlan(ctx.actor, row) ? meeting.plan : null,
    })),
    findings: await related.findings(ctx, id),
    council: council ? { id: council.id, name: council.name } : null,
    next: next ? { decisionId: next.decisionId, service: next.service } : null,
    can: {
      edit: mayNeed(ctx.actor, 'change', row),
      rank: matches,
      refer: referable,
      names: named,
      looks: mayNeed(ctx.actor, 'looks', row),
      consent: row.scope === 'individual' && mayNeed(ctx.actor, 'change', row),
      override: row.scope === 'individual' && mayNeed(ctx.actor, 'override', row),
    },
  };
}

/** Null also where the resident lives where the asker knows nobody. */
async function tellPerson(ctx: MunicipalContext, id: string): Promise<NeedRecord['person']> {
  try {
    const { number, name } = await findPerson(ctx, id);
    return { id, number, name };
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not-found') return null;
    throw error;
  }
}

/** What was answered last, in words, as far as the asker may be told; `given` is the same as it was typed, for who may correct it. */
async function tellIntake(
  ctx: MunicipalContext,
  row: PlacedNeed,
  submission: SubmissionRow | undefined,
  sources: Awaited<ReturnType<typeof needSources>>,
): Promise<Pick<NeedRecord, 'answers' | 'given' | 'links' | 'consentScope'>> {
  if (!submission) return { answers: [], given: null, links: [], consentScope: [] };
  const { body: form } = await definitionById(ctx, 'form', submission.form_id);
  const answers = JSON.parse(submission.answers) as Record<string, unknown>;
  const audience = needAudience(ctx.actor, row);
  const listOf = (role: string): string[] => {
    const value = answerOf(form, answers, role);
    return Array.isArray(value) && tells(marksOf(form).get(fieldOfRole(form, role) ?? ''), audience)
      ? value.map(String)
      : [];
  };
  return {
    answers: tellAnswers(form, answers, audience, ctx.language, sources),
    given: audience === 'staff' && mayNeed(ctx.actor, 'change', row) ? answers : null,
    links: listOf('links'),
    consentScope: listOf('consent-scope'),
  };
}

/** Who was asked for consent, and why a need is told without, is for those who know whom it is about. */
function tellLine(line: Happening, named: boolean): Happening {
  if (named || !line.details) return line;
  const { consent: _consent, override: _override, ...details } = line.details;
  return { ...line, details };
}
