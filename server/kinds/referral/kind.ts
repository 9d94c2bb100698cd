import { numberTitle } from '../../kernel/audit-details.ts';
import { holds } from '../../kernel/reach.ts';
import type { RecordDescription } from '../../records/record-kind.ts';
import { answersReferral, canReadReferral } from './policy.ts';
import { readReferral, type NamedReferral } from './store.ts';

/** How the engine moves a referral: `provider` is whoever acts for the organisation it went to. */
export const referralKind: RecordDescription<NamedReferral> = {
  kind: 'referral',
  table: 'referrals',
  load: (ctx, id) => readReferral(ctx.db, ctx.municipality.id, id),
  title: (row) => numberTitle(row.need_number),
  canRead: (actor, row) => canReadReferral(actor, row),
  holdsRole: (actor, row, role) =>
    role === 'provider' ? answersReferral(actor, row) : role !== 'system' && holds(actor, [role], row.area_path),
  facts: async () => ({}),
  sources: async () => ({}),
  initial: async (ctx, _row, event) =>
    event === 'COMPLETE' ? { completedOn: ctx.today } : event === 'STOP' ? { stoppedOn: ctx.today } : {},
  columns: async (_ctx, _row, step) =>
    typeof step.answers.reason === 'string' ? { answer_reason: step.answers.reason } : {},
};
