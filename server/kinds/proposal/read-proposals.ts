import type { z } from 'zod';
import { tellAnswers } from '../../../forms/index.ts';
import { tagsAt } from '../../../workflows/index.ts';
import type { Page, Paging } from '../../database/paging.ts';
import { explainDecisionById } from '../../decisions/decide.ts';
import { readSubmission } from '../../decisions/submissions-store.ts';
import { definitionById } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, notFound } from '../../kernel/errors.ts';
import { showing, type Look } from '../../kernel/looks.ts';
import { say } from '../../kernel/texts/index.ts';
import { presentStanding } from '../../records/standing.ts';
import { standingsNamed } from '../../records/standings.ts';
import { presentSteps } from '../../records/steps.ts';
import { presentStory } from '../../records/story.ts';
import { findNeedIds } from '../need/index.ts';
import { councilAudience } from '../council/index.ts';
import type * as contract from './contract.ts';
import type { StoredEvidence } from './draw-up-evidence.ts';
import { mayProposal, proposalAudience, proposalReach } from './policy.ts';
import { listProposals as listRows, readProposal, type NamedProposal } from './store.ts';

export type Proposal = z.infer<typeof contract.proposal>;
export type ProposalRecord = z.infer<typeof contract.proposalRecord>;
export type ProposalQuery = z.infer<typeof contract.proposalQuery>;

async function present(ctx: MunicipalContext, row: NamedProposal): Promise<Proposal> {
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    title: row.title,
    from: { id: row.from_council_id, name: row.from_name },
    to: { id: row.to_council_id, name: row.to_name },
    standing: presentStanding(row, workflow.body, ctx.language),
    answer: row.answer,
    answerReason: row.answer_reason,
    sentAt: row.sent_at,
    answeredAt: row.answered_at,
    dueOn: row.due_on,
    fiscalYear: row.fiscal_year,
    toldAt: row.told_at,
    createdAt: row.created_at,
    version: row.version,
  };
}

/** Proposals and reports that the asker may see, newest first: `out` those of its own councils, `in` those that reached them. */
export async function listProposals(
  ctx: MunicipalContext,
  query: ProposalQuery,
  paging: Paging,
): Promise<Page<Proposal>> {
  const reach = proposalReach(ctx.actor).filter(
    (right) => right.paths.length > 0 && (query.box === 'all' || right.side === (query.box === 'out' ? 'from' : 'to')),
  );
  if (proposalReach(ctx.actor).every((right) => right.paths.length === 0)) throw notAllowed();
  const page = await listRows(
    ctx.db,
    {
      municipalityId: ctx.municipality.id,
      reach,
      councilId: query.council,
      standings: query.state ? await standingsNamed(ctx, 'proposal', query.state) : undefined,
      kind: query.kind,
    },
    paging,
  );
  const items: Proposal[] = [];
  for (const row of page.items) items.push(await present(ctx, row));
  return { ...page, items };
}

/** Whose needs its evidence tells of. What is kept of them are numbers and titles. */
export const lookAtEvidence = async (
  ctx: MunicipalContext,
  { needs }: { needs: { number: number }[] },
): Promise<Look[]> =>
  needs.length === 0
    ? []
    : showing(
        'proposal.read',
        await findNeedIds(
          ctx.db,
          ctx.municipality.id,
          needs.map(({ number }) => number),
        ),
      );

/** One with its evidence and the whole exchange. */
export async function readProposalRecord(ctx: MunicipalContext, id: string): Promise<ProposalRecord> {
  const row = await readProposal(ctx.db, ctx.municipality.id, id);
  if (!row || !mayProposal(ctx.actor, 'see', row)) throw notFound();
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  const submission = await readSubmission(ctx.db, row.submission_id);
  const form = submission ? await definitionById(ctx, 'form', submission.form_id) : null;
  const answers = JSON.parse(submission?.answers ?? '{}') as Record<string, unknown>;
  const evidence = JSON.parse(row.evidence) as StoredEvidence;
  const draft = tagsAt(workflow.body, row.state).includes('draft');
  const edit = draft && mayProposal(ctx.actor, 'change', row);
  return {
    ...(await present(ctx, row)),
    body: row.body,
    answers: form
      ? tellAnswers(form.body, answers, proposalAudience(ctx.actor, row, form.body.purpose), ctx.language)
      : [],
    evidence: {
      explanation: evidence.decisionId
        ? await explainDecisionById(ctx, evidence.decisionId, councilAudience(ctx.actor, row.from_path))
        : null,
      needs: evidence.needs,
      meetings: evidence.meetings,
    },
    createdBy: row.creator_name ?? say(ctx.language, 'records.system'),
    steps: await presentSteps(ctx, 'proposal', row, workflow),
    story: await presentStory(ctx, 'proposal', row, {}),
    given: edit ? answers : null,
    can: { edit },
  };
}
