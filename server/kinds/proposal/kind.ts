import { numberTitle } from '../../kernel/audit-details.ts';
import type { RecordDescription } from '../../records/record-kind.ts';
import { proposalHome } from './home.ts';
import { judgedProposal, proposalAudience } from './policy.ts';
import { proposalRequires } from './requires.ts';
import { proposalRights } from './rights.ts';
import { proposalSearch } from './search.ts';
import { readProposal, type NamedProposal } from './store.ts';

/** How the engine moves a proposal or report: `tier2` is the sender's coordinator, `tier1` the receiver's. */
export const proposalKind: RecordDescription<NamedProposal> = {
  kind: 'proposal',
  table: 'proposals',
  page: 'proposals',
  requires: proposalRequires,
  stepForms: ['proposal-step'],
  stepModels: [],
  home: proposalHome,
  search: proposalSearch,
  load: (ctx, id) => readProposal(ctx.db, ctx.municipality.id, id),
  title: (row) => numberTitle(row.number),
  rights: proposalRights,
  judged: judgedProposal,
  audience: (actor, row, purpose) => proposalAudience(actor, row, purpose),
  facts: async () => ({}),
  sources: async () => ({}),
  columns: async (ctx, row, step) => (step.does === 'send' && row.sent_at === null ? { sent_at: ctx.now } : {}),
};
