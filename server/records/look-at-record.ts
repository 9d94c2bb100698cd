import type { AuditDetails } from '../kernel/audit-details.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { Look } from '../kernel/looks.ts';
import { recordKind } from './record-kind.ts';

const kinds = ['need', 'referral'] as const;

/** A look at what rules were told of a resident's record, and why they decided so; what they decide about anything else tells of nobody. */
export async function lookAtRecord(
  ctx: MunicipalContext,
  record: { kind: string; id: string },
  details: AuditDetails,
): Promise<Look[]> {
  const kind = kinds.find((one) => one === record.kind);
  const description = kind && recordKind(ctx, kind);
  const row = await description?.load(ctx, record.id);
  return kind && description && row
    ? [
        {
          action: `${kind}.read`,
          record: { kind, id: record.id, title: description.title(row) },
          details: { names: false, ...details },
        },
      ]
    : [];
}
