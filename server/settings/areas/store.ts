import type { Db } from '../../database/db.ts';
import { holding } from '../../database/versioned.ts';

export type AreaRow = {
  id: string;
  municipality_id: string;
  parent_id: string | null;
  /** A key of the city's code list `area-kind`. */
  kind: string;
  name: string;
  name_kana: string;
  /** `/root/ward/this/`: an area's subtree are the paths that begin with its own. */
  path: string;
  position: number;
  closed_at: string | null;
  version: number;
};

export async function insertArea(db: Db, row: AreaRow): Promise<void> {
  await db('areas').insert(row);
}

/** The position behind all siblings. */
export async function lastPosition(db: Db, parentId: string): Promise<number> {
  const row = await db('areas')
    .where({ parent_id: parentId })
    .max<{ last: number | null }>({ last: 'position' })
    .first();
  return (row?.last ?? -1) + 1;
}

export async function readArea(db: Db, municipalityId: string, id: string): Promise<AreaRow | undefined> {
  return db<AreaRow>('areas').where({ municipality_id: municipalityId, id }).first();
}

/** A municipality's areas, parents before children, siblings by position and kana. */
export async function listAreas(db: Db, municipalityId: string): Promise<AreaRow[]> {
  const rows = await db<AreaRow>('areas')
    .where({ municipality_id: municipalityId })
    .orderBy(['position', 'name_kana', 'id']);
  const children = (parentId: string | null): AreaRow[] =>
    rows.filter((row) => row.parent_id === parentId).flatMap((row) => [row, ...children(row.id)]);
  return children(null);
}

export async function readRootArea(db: Db, municipalityId: string): Promise<AreaRow | undefined> {
  return db<AreaRow>('areas').where({ municipality_id: municipalityId, parent_id: null }).first();
}

/** Those of a kind that are open; nobody changes one before the transaction ends. */
export async function listOpenOfKind(db: Db, municipalityId: string, kind: string): Promise<AreaRow[]> {
  const rows = db<AreaRow>('areas')
    .where({ municipality_id: municipalityId, kind })
    .whereNull('closed_at')
    .orderBy('id');
  return holding(db, rows, 'areas');
}
