import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { at, chosen, count, words } from '../../lists/columns.ts';
import { column, listedColumn, stateColumn } from '../../lists/common-columns.ts';
import type { ListExport } from '../../lists/export-list.ts';
import { proposalAnswer, proposalKind } from './contract.ts';
import { listProposals, type Proposal, type ProposalQuery } from './read-proposals.ts';

/** The list of proposals and reports for a file. */
export async function exportProposals(ctx: MunicipalContext, query: ProposalQuery): Promise<ListExport<Proposal>> {
  const own = 'proposals.columns';
  return {
    kind: 'proposal',
    title: say(ctx.language, 'log.kind.proposal'),
    columns: [
      column(ctx, 'number', 'number', 'records.export.label.number', ({ number }) => count(number)),
      listedColumn(ctx, 'kind', 'log.field.kind', `${own}.kinds`, proposalKind.options, ({ kind }) => [kind]),
      column(ctx, 'title', 'text', 'records.export.label.title', ({ title }) => words(title)),
      column(ctx, 'from', 'reference', `${own}.from`, ({ from }) => chosen(from.id, from.name)),
      column(ctx, 'to', 'reference', `${own}.to`, ({ to }) => chosen(to.id, to.name)),
      stateColumn<Proposal>(ctx),
      listedColumn(ctx, 'answer', 'log.field.answer', `${own}.answers`, proposalAnswer.options, ({ answer }) =>
        answer ? [answer] : [],
      ),
      column(ctx, 'answerReason', 'text', 'log.field.answer_reason', ({ answerReason }) => words(answerReason)),
      column(ctx, 'sentAt', 'instant', `${own}.sentAt`, ({ sentAt }) => at(sentAt)),
      column(ctx, 'answeredAt', 'instant', `${own}.answeredAt`, ({ answeredAt }) => at(answeredAt)),
      column(ctx, 'dueOn', 'day', 'log.field.due_on', ({ dueOn }) => at(dueOn)),
    ],
    page: (asker, paging) => listProposals(asker, query, paging),
  };
}
