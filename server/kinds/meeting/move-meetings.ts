import { updateHeld } from '../../database/versioned.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { insertAuditLines } from '../../kernel/audit-store.ts';
import { auditLine, type MunicipalContext } from '../../kernel/context.ts';
import { changedFields } from '../../kernel/stale.ts';
import { listPlannedByHand } from './store.ts';

/**
 * Gives meetings that are planned another kind in place of one that is closed, for whoever may close that. Returns how many. What was
 * held stays what it was; what a lifecycle planned its own step looks for by the kind that it planned.
 */
export async function moveMeetings(ctx: MunicipalContext, from: string, to: string): Promise<number> {
  const rows = await listPlannedByHand(ctx.db, ctx.municipality.id, from);
  const values = { kind: to };
  await updateHeld(
    ctx.db,
    'meetings',
    rows.map(({ id }) => ({ id, ...values })),
  );
  await insertAuditLines(
    ctx.db,
    rows.map((row) =>
      auditLine(
        ctx,
        'meeting.change',
        { kind: 'meeting', id: row.id, title: row.title },
        { version: row.version + 1, changed: tellChanges(changedFields(row, values), ['kind']) },
      ),
    ),
  );
  return rows.length;
}
