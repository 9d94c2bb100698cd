import type { z } from 'zod';
import { answerOf, keepAsked, type Form, validate } from '../../../forms/index.ts';
import { nextNumber } from '../../database/numbers.ts';
import { readSubmission, updateSubmission } from '../../decisions/submissions-store.ts';
import { definitionById, formOfPurpose, type Definition } from '../../definitions/definitions.ts';
import { numberTitle, tellChanges } from '../../kernel/audit-details.ts';
import { audit, auditLine, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, notAllowed, notFound, refused } from '../../kernel/errors.ts';
import { changedFields, staleConflict } from '../../kernel/stale.ts';
import { showing, type Look } from '../../kernel/looks.ts';
import { say } from '../../kernel/texts/index.ts';
import { tagsOf } from '../../records/standings.ts';
import { presentForm } from '../../records/steps.ts';
import { startRecord, storeSubmission } from '../../records/take-step.ts';
import { mayCouncil } from '../council/index.ts';
import { findingById, listFindingNeeds } from '../finding/index.ts';
import type * as contract from './contract.ts';
import { drawUpEvidence, writeFirstAnswers, type StoredEvidence } from './draw-up-evidence.ts';
import { mayProposal, mayProposeFor } from './policy.ts';
import {
  insertProposal,
  listCouncilsAbove,
  readProposal,
  readProposalCouncil,
  updateProposal,
  type ProposalCouncil,
} from './store.ts';

export type ProposalForm = z.infer<typeof contract.proposalForm>;
export type ProposalFormQuery = z.infer<typeof contract.proposalFormQuery>;
export type ProposalInput = z.infer<typeof contract.proposalInput>;
type Answers = Record<string, unknown>;

/** A council that the asker writes for. Throws not-found, not-allowed. */
async function sender(ctx: MunicipalContext, councilId: string): Promise<ProposalCouncil> {
  const council = await readProposalCouncil(ctx.db, ctx.municipality.id, councilId);
  if (!council || council.closed_at || (ctx.actor.kind === 'user' && !mayCouncil(ctx.actor, 'see', council)))
    throw notFound();
  if (ctx.actor.kind === 'user' && !mayProposeFor(ctx.actor, council)) throw notAllowed();
  return council;
}

/** The finding that a proposal of this council is made from. Throws not-found for another council's. */
async function findingFor(ctx: MunicipalContext, council: ProposalCouncil, id: string) {
  const finding = await findingById(ctx, id);
  if (finding.council_id !== council.id || finding.purpose !== 'escalation') throw notFound();
  return finding;
}

/** The form that these are written with: of those in force for it, the one that was published last. */
async function formFor(ctx: MunicipalContext, kind: 'proposal' | 'report'): Promise<Definition<'form'>> {
  const form = await formOfPurpose(ctx, kind);
  if (!form) throw new Error(`no form to write a ${kind} is in force`);
  return form;
}

/** The form to write a proposal or report with, already holding the finding's evidence, and the councils it may go to (the nearest first). */
export async function proposalForm(ctx: MunicipalContext, query: ProposalFormQuery): Promise<ProposalForm> {
  const council = await sender(ctx, query.council);
  const initial = query.finding
    ? await writeFirstAnswers(ctx, query.kind, await findingFor(ctx, council, query.finding))
    : undefined;
  const to = await listCouncilsAbove(ctx.db, ctx.municipality.id, council);
  return {
    form: await presentForm(ctx, (await formFor(ctx, query.kind)).key, {}, initial),
    to: to.map(({ id, name }) => ({ id, name })),
  };
}

/** Whose needs the first answers tell of. */
export const lookAtFinding = async (ctx: MunicipalContext, finding: string | undefined): Promise<Look[]> =>
  finding === undefined
    ? []
    : showing(
        'proposal.form',
        ((await listFindingNeeds(ctx.db, [finding])).get(finding) ?? []).map(({ id }) => id),
      );

/** Writes a draft; nobody above sees it before it is sent. Throws `invalid` with the form's issues or for a council that is not above. */
export async function writeProposal(
  ctx: MunicipalContext,
  input: ProposalInput,
): Promise<{ id: string; version: number }> {
  const from = await sender(ctx, input.fromCouncilId);
  const above = await listCouncilsAbove(ctx.db, ctx.municipality.id, from);
  if (!above.some((council) => council.id === input.toCouncilId))
    throw invalid([{ path: '/toCouncilId', code: 'not-above', message: say(ctx.language, 'proposals.notAbove') }]);
  const finding = input.findingId ? await findingFor(ctx, from, input.findingId) : null;
  const form = await formFor(ctx, input.kind);
  const answers = checkAnswers(ctx, form, input.answers);
  const evidence: StoredEvidence = finding
    ? await drawUpEvidence(ctx, finding)
    : { decisionId: null, needs: [], meetings: [] };
  const id = ctx.newId();
  const started = await startRecord(ctx, 'proposal', id, input.kind);
  const number = await nextNumber(ctx.db, 'proposal', ctx.municipality.id);
  await insertProposal(ctx.db, {
    id,
    municipality_id: ctx.municipality.id,
    number,
    kind: input.kind,
    from_council_id: from.id,
    to_council_id: input.toCouncilId,
    finding_id: finding?.id ?? null,
    ...wordsOf(form.body, answers),
    evidence: JSON.stringify(evidence),
    answer: null,
    answer_reason: null,
    answered_at: null,
    sent_at: null,
    due_on: null,
    fiscal_year: null,
    told_at: null,
    submission_id: await storeSubmission(ctx, 'proposal', id, form.id, answers),
    created_by: ctx.actor.id,
    created_at: ctx.now,
    ...started.columns,
  });
  await started.keep({
    line: auditLine(ctx, 'proposal.create', { kind: 'proposal', id, title: numberTitle(number) }, { version: 1 }),
  });
  return { id, version: 1 };
}

/** Changes a draft's answers. Throws `notDraft` once it has been sent, `stale`, `invalid`. */
export async function editProposal(
  ctx: MunicipalContext,
  id: string,
  version: number,
  given: Answers,
): Promise<{ id: string; version: number }> {
  const row = await readProposal(ctx.db, ctx.municipality.id, id);
  if (!row || !mayProposal(ctx.actor, 'see', row)) throw notFound();
  if (!mayProposal(ctx.actor, 'change', row)) throw notAllowed();
  if (row.version !== version) throw await staleConflict(ctx, 'proposal', id, version, { id, version: row.version });
  if (!(await tagsOf(ctx, row)).includes('draft')) throw refused('notDraft');
  const submission = await readSubmission(ctx.db, row.submission_id);
  if (!submission) throw notFound();
  const form = await definitionById(ctx, 'form', submission.form_id);
  const answers = checkAnswers(ctx, form, given);
  const next = await updateProposal(ctx.db, id, version, wordsOf(form.body, answers));
  if (next === null) throw await staleConflict(ctx, 'proposal', id, version, { id, version: row.version });
  await updateSubmission(ctx.db, submission.id, JSON.stringify(answers), ctx.actor.id, ctx.now);
  await audit(
    ctx,
    'proposal.update',
    { kind: 'proposal', id, title: numberTitle(row.number) },
    { version: next, changed: tellChanges(changedFields({ ...row }, wordsOf(form.body, answers))) },
  );
  return { id, version: next };
}

function checkAnswers(ctx: MunicipalContext, form: Definition<'form'>, given: Answers): Answers {
  const issues = validate(form.body, given, ctx.language);
  if (issues.length > 0)
    throw invalid(issues.map((issue) => ({ path: `/answers${issue.path}`, code: issue.code, message: issue.message })));
  return keepAsked(form.body, given);
}

const wordsOf = (form: Form, answers: Answers): { title: string; body: string } => ({
  title: String(answerOf(form, answers, 'title')).trim(),
  body: String(answerOf(form, answers, 'body')).trim(),
});
