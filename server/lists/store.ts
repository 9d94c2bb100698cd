import type { Db } from '../database/db.ts';
import { updateVersion } from '../database/versioned.ts';
import type { Role } from '../kernel/context.ts';

export type ViewRow = {
  id: string;
  municipality_id: string;
  /** Of the list's records. */
  kind: string;
  name: string;
  /** Whose own it is; null: a role's. */
  user_id: string | null;
  role: Role | null;
  is_default: number;
  /** JSON: filter, order, columns. */
  query: string;
  created_at: string;
  version: number;
};

/** Whose views they are: one person's own, or those shared with a role. */
export type ViewOwner = Pick<ViewRow, 'municipality_id' | 'kind' | 'user_id' | 'role'>;

/** Somebody's own views of a list, and those shared with one of the roles; by name. */
export async function listViews(
  db: Db,
  { municipality_id, kind, user_id }: Omit<ViewOwner, 'role'>,
  roles: readonly Role[],
): Promise<ViewRow[]> {
  return db<ViewRow>('list_views')
    .where({ municipality_id, kind })
    .where((any) => void any.where({ user_id }).orWhereIn('role', [...roles]))
    .orderBy(['name', 'id']);
}

export async function readView(
  db: Db,
  { id, municipality_id, kind }: Pick<ViewRow, 'id' | 'municipality_id' | 'kind'>,
): Promise<ViewRow | undefined> {
  return db<ViewRow>('list_views').where({ id, municipality_id, kind }).first();
}

export async function listViewsOfOwner(db: Db, owner: ViewOwner): Promise<Pick<ViewRow, 'id' | 'name'>[]> {
  return db<ViewRow>('list_views').where(owner).select('id', 'name');
}

export async function insertView(db: Db, row: ViewRow): Promise<void> {
  await db('list_views').insert(row);
}

/** The new version; null: somebody was there first. */
export const updateView = (
  db: Db,
  id: string,
  version: number,
  values: Record<string, unknown>,
): Promise<number | null> => updateVersion(db, 'list_views', id, version, values);

/** None of the owner's other views is their default any more. */
export async function clearDefaults(db: Db, owner: ViewOwner, except: string): Promise<void> {
  await db('list_views').where(owner).where({ is_default: 1 }).whereNot({ id: except }).update({ is_default: 0 });
}

/** Whether it was there in this version, and is gone. */
export async function deleteView(db: Db, id: string, version: number): Promise<boolean> {
  return (await db('list_views').where({ id, version }).delete()) === 1;
}
