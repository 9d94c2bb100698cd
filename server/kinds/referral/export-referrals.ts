import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { at, chosen, count, words } from '../../lists/columns.ts';
import { column, stateColumn } from '../../lists/common-columns.ts';
import type { ListExport } from '../../lists/export-list.ts';
import { listReferrals, type ReferralQuery } from './list-referrals.ts';
import type { Referral } from './present-referral.ts';

/** The list of referrals for a file. */
export async function exportReferrals(ctx: MunicipalContext, query: ReferralQuery): Promise<ListExport<Referral>> {
  return {
    kind: 'referral',
    title: say(ctx.language, 'log.kind.referral'),
    columns: [
      column(ctx, 'needNumber', 'number', 'records.export.label.number', ({ need }) => count(need.number)),
      column(ctx, 'need', 'text', 'log.kind.need', ({ need }) => words(need.title)),
      column(ctx, 'service', 'reference', 'records.export.label.service', ({ service }) =>
        chosen(service.id, service.name),
      ),
      column(ctx, 'organisation', 'reference', 'records.export.label.organisation', ({ organisation }) =>
        chosen(organisation.id, organisation.name),
      ),
      stateColumn<Referral>(ctx),
      column(ctx, 'message', 'text', 'records.export.label.note', ({ message }) => words(message)),
      column(ctx, 'answerReason', 'text', 'log.label.reason', ({ answerReason }) => words(answerReason)),
      column(ctx, 'createdAt', 'instant', 'records.export.label.createdAt', ({ createdAt }) => at(createdAt)),
    ],
    residents: ({ need }) => [need.id],
    page: (own, paging) => listReferrals(own, query, paging),
  };
}
