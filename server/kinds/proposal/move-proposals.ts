import type { Standings } from '../../database/standings.ts';
import { numberTitle, tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { changedFields, staleConflict } from '../../kernel/stale.ts';
import { standingsWhere } from '../../records/standings.ts';
import { listOpenTo, updateProposal } from './store.ts';

/** Where proposals stand that somebody still has to move on. */
export const proposalsOpen = (ctx: MunicipalContext): Promise<Standings> =>
  standingsWhere(ctx, 'proposal', ({ tags }) => !tags.includes('over'));

/** Gives what a council that is closed still has to reply to, and drafts for it, to another. Returns how many. */
export async function moveProposals(ctx: MunicipalContext, from: string, to: string): Promise<number> {
  const rows = await listOpenTo(ctx.db, from, await proposalsOpen(ctx));
  for (const row of rows) {
    const next = await updateProposal(ctx.db, row.id, row.version, { to_council_id: to });
    if (next === null) throw await staleConflict(ctx, 'proposal', row.id, row.version);
    await audit(
      ctx,
      'proposal.update',
      { kind: 'proposal', id: row.id, title: numberTitle(row.number) },
      { version: next, changed: tellChanges(changedFields(row, { to_council_id: to }), ['to_council_id']) },
    );
  }
  return rows.length;
}
