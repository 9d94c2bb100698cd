import { insertEvent } from '../effects/events-store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import type { MovingRow } from './moving-row.ts';
import type { OwnEvent } from './standing.ts';

type Happened = {
  type: OwnEvent;
  /** The record's, with this event. */
  version: number;
  submissionId?: string | null;
  details?: Record<string, unknown>;
};

/** Adds to a record's history what happened beside its lifecycle, and left it where it stands. */
export async function addOwnEvent(
  ctx: MunicipalContext,
  kind: RecordKind,
  row: Pick<MovingRow, 'id' | 'state' | 'workflow_id'>,
  { type, version, submissionId = null, details }: Happened,
): Promise<void> {
  await insertEvent(ctx.db, {
    id: ctx.newId(),
    municipality_id: ctx.municipality.id,
    record_kind: kind,
    record_id: row.id,
    version,
    type,
    from_state: row.state,
    to_state: row.state,
    workflow_id: row.workflow_id,
    actor_id: ctx.actor.id,
    submission_id: submissionId,
    decision_id: null,
    details: details ? JSON.stringify(details) : null,
    happened_at: ctx.now,
  });
}
