import type { AuditDetails } from '../kernel/audit-details.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { Look } from '../kernel/looks.ts';
import { recordKind, type MovingRow, type RecordDescription } from './record-kind.ts';

/** A look at a record that has been read; nothing where its kind tells of no resident. */
export const lookAt = (description: RecordDescription, row: MovingRow, details: AuditDetails): Look[] =>
  description.ofResident
    ? [
        {
          action: `${description.kind}.read`,
          record: { kind: description.kind, id: row.id, title: description.title(row) },
          details: { names: false, ...details },
        },
      ]
    : [];

/** A look at what rules were told of a resident's record, and why they decided so; what they decide about anything else tells of nobody. */
export async function lookAtRecord(
  ctx: MunicipalContext,
  record: { kind: string; id: string },
  details: AuditDetails,
): Promise<Look[]> {
  const description = Object.hasOwn(ctx.kinds, record.kind) ? recordKind(ctx, record.kind) : undefined;
  const row = description?.ofResident && (await description.load(ctx, record.id));
  return description && row ? lookAt(description, row, details) : [];
}
