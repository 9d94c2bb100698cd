import type { Snapshot } from '../../workflows/types.ts';

/**
 * The columns that every moving record has. `snapshot` is JSON text. `submission_id`: what it was begun with, as last corrected, of kinds that begin with a
 * form.
 */
export type MovingRow = {
  id: string;
  municipality_id: string;
  workflow_id: string;
  snapshot: string;
  state: string;
  state_since: string;
  version: number;
  submission_id?: string;
};

/** A row's snapshot as data. */
export const snapshotOf = (row: MovingRow): Snapshot => JSON.parse(row.snapshot) as Snapshot;
