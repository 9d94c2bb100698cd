import { updateHeld } from '../../database/versioned.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { insertAuditLines } from '../../kernel/audit-store.ts';
import { auditLine, type MunicipalContext } from '../../kernel/context.ts';
import { changedFields } from '../../kernel/stale.ts';
import { listOpenOfKind } from './store.ts';

/**
 * Gives open areas another kind in place of one that is closed, for whoever may close that; that the other fits is asked before
 * (`kindsInPlaceOf`). Returns how many.
 */
export async function moveAreas(ctx: MunicipalContext, from: string, to: string): Promise<number> {
  const rows = await listOpenOfKind(ctx.db, ctx.municipality.id, from);
  const values = { kind: to };
  await updateHeld(
    ctx.db,
    'areas',
    rows.map(({ id }) => ({ id, ...values })),
  );
  await insertAuditLines(
    ctx.db,
    rows.map((row) => {
      const changed = tellChanges(changedFields(row, values), ['kind']);
      const record = { kind: 'area', id: row.id, title: row.name };
      return auditLine(ctx, 'area.update', record, { version: row.version + 1, changed });
    }),
  );
  return rows.length;
}
