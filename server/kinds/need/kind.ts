import { answerOf, putAnswer, tellAnswers } from '../../../forms/index.ts';
import { readSubmission, type SubmissionRow } from '../../decisions/submissions-store.ts';
import { definitionById, definitionInForce } from '../../definitions/definitions.ts';
import { numberTitle } from '../../kernel/audit-details.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { beginWithToday } from '../../records/initial-day.ts';
import type { RecordDescription } from '../../records/record-kind.ts';
import { needHome } from './home.ts';
import { needChanged } from './need-changed.ts';
import { consentsTo, judgedNeed, mayNeed, needAudience } from './policy.ts';
import { tellRanking } from './rank-services.ts';
import { relatedToNeed, type RelatedReferral } from './related.ts';
import { needRequires } from './requires.ts';
import { needRights } from './rights.ts';
import { needSearch } from './search.ts';
import { needSources } from './sources.ts';
import { readNeed, readNeeds, type PlacedNeed } from './store.ts';
import { practiceOf } from '../../settings/municipality/practice.ts';

/** How the engine moves a need. Its own steps decide by no rule set; services are ranked beside it (`rank-services.ts`). */
export const needKind: RecordDescription<PlacedNeed> = {
  kind: 'need',
  table: 'needs',
  page: 'needs',
  ofResident: true,
  requires: needRequires,
  stepForms: ['need-step'],
  stepModels: [],
  home: needHome,
  search: needSearch,
  seesDecision: (actor, row) => mayNeed(actor, 'case', row),
  tellDecision: tellRanking,
  withhold: async (ctx, row) => (form, answers) =>
    form.purpose === 'need-intake' || mayNeed(ctx.actor, 'case', row) ? answers : null,
  load: (ctx, id) => readNeed(ctx.db, ctx.municipality.id, id),
  loadAll: async (ctx, ids) =>
    (await readNeeds(ctx.db, ids)).filter((row) => row.municipality_id === ctx.municipality.id),
  title: (row) => numberTitle(row.number),
  rights: needRights,
  judged: judgedNeed,
  audience: (actor, row) => needAudience(actor, row),
  facts: async () => ({}),
  sources: (ctx) => needSources(ctx),
  closedReason: (ctx, row) => whyClosed(ctx, row),
  initial: beginStep,
  changed: (ctx, before, step) => needChanged(ctx, before, [step.from, step.to]),
  async columns(ctx, row, step) {
    const checked = step.does === 'check-up' && step.form ? answerOf(step.form, step.answers, 'done-on') : undefined;
    return {
      closed_at: step.tags.includes('over') ? (row.closed_at ?? ctx.now) : null,
      ...(typeof checked === 'string' ? { checked_on: checked } : {}),
    };
  },
};

/**
 * The council and other departments hear of it with consent only, and nothing ends while a service has still to answer or to end. `referrals`: the need's,
 * where they have been read.
 */
export function whyClosed(
  ctx: MunicipalContext,
  row: PlacedNeed,
  referrals?: RelatedReferral[],
): (does: string | undefined) => Promise<string | null> {
  let reading = referrals && Promise.resolve(referrals);
  return async (does) => {
    if (row.erased_at) return say(ctx.language, 'people.erased');
    if (does === 'refer' && !(await practiceOf(ctx)).matching) return say(ctx.language, 'needs.matchingOff');
    if (does === 'take-to-council')
      return consentsTo(row, 'council') ? null : say(ctx.language, 'needs.noConsent.council');
    if (does === 'tell-department')
      return consentsTo(row, 'department') ? null : say(ctx.language, 'needs.noConsent.department');
    if (does !== 'close' && does !== 'finish') return null;
    const open = (await (reading ??= relatedToNeed(ctx).referrals(ctx, [row.id]))).filter(({ shown }) =>
      shown.standing.tags.includes('open'),
    );
    return open.length === 0
      ? null
      : say(ctx.language, 'needs.referralsOpen', { services: open.map(({ shown }) => shown.service.name).join('、') });
  };
}

/** What a department is told begins with what of the intake it may be told. `submission`: the intake's, where it has been read. */
export async function beginStep(
  ctx: MunicipalContext,
  row: PlacedNeed,
  event: string,
  does: string | undefined,
  submission?: SubmissionRow,
): Promise<Record<string, unknown>> {
  const begun = await beginWithToday(ctx, row, event);
  if (does !== 'tell-department') return begun;
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  const form = await definitionInForce(ctx, 'form', workflow.body.steps[event]?.form ?? '');
  const intake = submission ?? (await readSubmission(ctx.db, row.submission_id));
  if (!form || !intake) return begun;
  const { body } = await definitionById(ctx, 'form', intake.form_id);
  const answers = tellAnswers(
    body,
    JSON.parse(intake.answers) as Record<string, unknown>,
    [{ name: 'department', consent: consentsTo(row, 'department') }],
    ctx.language,
    await needSources(ctx),
  );
  return putAnswer(form.body, begun, 'told', answers.map(({ label, value }) => `${label}：${value}`).join('\n'));
}
