import { audit, type MunicipalContext } from '../kernel/context.ts';
import { recordKind } from './record-kind.ts';

const kinds = ['need', 'referral'] as const;

/** Writes that somebody looked at why a resident's record was decided so; decisions about anything else tell of nobody. */
export async function noteLook(
  ctx: MunicipalContext,
  decision: { record_kind: string; record_id: string },
  decisionId: string | null,
): Promise<void> {
  const kind = kinds.find((one) => one === decision.record_kind);
  const description = kind && recordKind(ctx, kind);
  const row = await description?.load(ctx, decision.record_id);
  if (kind && description && row)
    await audit(
      ctx,
      `${kind}.read`,
      { kind, id: decision.record_id, title: description.title(row) },
      { names: false, decision: decisionId },
    );
}
