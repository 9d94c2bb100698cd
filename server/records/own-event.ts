import { insertEvents, type EventRow } from '../effects/events-store.ts';
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

type Standing = Pick<MovingRow, 'id' | 'state' | 'workflow_id'>;

/** Adds to a record's history what happened beside its workflow, and left it where it stands. */
export const addOwnEvent = (
  ctx: MunicipalContext,
  kind: RecordKind,
  row: Standing,
  happened: Happened,
): Promise<void> => addOwnEvents(ctx, kind, [{ row, ...happened }]);

/** The same for many records, as many as one insert takes. */
export async function addOwnEvents(
  ctx: MunicipalContext,
  kind: RecordKind,
  all: readonly (Happened & { row: Standing })[],
): Promise<void> {
  const rows = all.map(({ row, type, version, submissionId = null, details }): EventRow => ({
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
  }));
  if (rows.length > 0) await insertEvents(ctx.db, rows);
}
