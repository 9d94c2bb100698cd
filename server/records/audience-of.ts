import type { Audience, FormPurpose } from '../../forms/types.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { recordKind, type MovingRow, type RecordDescription } from './record-kind.ts';

/** As which audience the asker is told of a record. The system is told everything. */
export const audienceOf = (
  ctx: MunicipalContext,
  description: RecordDescription,
  row: MovingRow,
  purpose?: FormPurpose,
): Audience => (ctx.actor.kind === 'system' ? 'staff' : description.audience(ctx.actor, row, purpose));

/** The same by the record's id: nobody's audience where there is no such record. */
export async function audienceOfRecord(ctx: MunicipalContext, record: { kind: string; id: string }): Promise<Audience> {
  const description = Object.hasOwn(ctx.kinds, record.kind) ? recordKind(ctx, record.kind) : undefined;
  const row = await description?.load(ctx, record.id);
  return description && row ? audienceOf(ctx, description, row) : [];
}
