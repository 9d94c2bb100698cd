import { answerOf } from '../../../forms/index.ts';
import { numberTitle } from '../../kernel/audit-details.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { beginWithToday } from '../../records/initial-day.ts';
import type { RecordDescription, StepDone } from '../../records/record-kind.ts';
import { proposalHome } from './home.ts';
import { judgedProposal, proposalAudience } from './policy.ts';
import { proposalRequires } from './requires.ts';
import { proposalRights } from './rights.ts';
import { proposalSearch } from './search.ts';
import { readProposal, readProposals, type NamedProposal, type ProposalRow } from './store.ts';

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
  loadAll: (ctx, ids) => readProposals(ctx.db, ctx.municipality.id, ids),
  title: (row) => numberTitle(row.number),
  rights: proposalRights,
  judged: judgedProposal,
  audience: (actor, row, purpose) => proposalAudience(actor, row, purpose),
  facts: async () => ({}),
  sources: async () => ({}),
  initial: beginWithToday,
  columns: async (ctx, row, step) =>
    step.does === 'send' && row.sent_at === null ? { sent_at: ctx.now } : tellsProgress(ctx, step),
};

const progress = ['plan', 'progress', 'carry-out', 'give-up'];

/** What becomes of it once it is adopted: when the councils were told last, and what was said of its day and year. */
function tellsProgress(ctx: MunicipalContext, { does, form, answers }: StepDone): Partial<ProposalRow> {
  if (does === undefined || !progress.includes(does)) return {};
  const said = (role: string): unknown => form && answerOf(form, answers, role);
  const [due, year] = [said('due-on'), Number(said('fiscal-year'))];
  return {
    told_at: ctx.now,
    ...(typeof due === 'string' ? { due_on: due } : {}),
    ...(Number.isInteger(year) && year > 0 ? { fiscal_year: year } : {}),
  };
}
