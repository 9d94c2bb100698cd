import type { AuditDetails } from '../kernel/audit-details.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { Look } from '../kernel/looks.ts';
import { recordKind } from './record-kind.ts';

/** A look at what rules were told of a resident's record, and why they decided so; what they decide about anything else tells of nobody. */
export async function lookAtRecord(
  ctx: MunicipalContext,
  record: { kind: string; id: string },
  details: AuditDetails,
): Promise<Look[]> {
  const { kind, id } = record;
  const description = Object.hasOwn(ctx.kinds, kind) ? recordKind(ctx, kind) : undefined;
  const row = description?.ofResident && (await description.load(ctx, id));
  return description && row
    ? [
        {
          action: `${kind}.read`,
          record: { kind, id, title: description.title(row) },
          details: { names: false, ...details },
        },
      ]
    : [];
}
