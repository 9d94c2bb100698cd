import type { Db } from '../database/db.ts';
import { readPage, type Page, type Paging } from '../database/paging.ts';

export type ImportRow = {
  id: string;
  municipality_id: string;
  /** What it was a list of: an `ImportKind`'s key. */
  kind: string;
  file_name: string;
  sha256: string;
  mapping: string;
  counts: string;
  changes: string;
  created_by: string | null;
  created_at: string;
  undone_at: string | null;
  version: number;
};

/** Waits until no other import of the municipality is under way; two at once would both make the same things. */
export async function lockImports(db: Db, municipalityId: string): Promise<void> {
  await db('municipalities').where({ id: municipalityId }).forNoKeyUpdate().first('id');
}

export async function insertImport(db: Db, row: ImportRow): Promise<void> {
  await db('imports').insert(row);
}

export async function readImport(db: Db, municipalityId: string, id: string): Promise<ImportRow | undefined> {
  return db<ImportRow>('imports').where({ municipality_id: municipalityId, id }).first();
}

export type ListedImport = Omit<ImportRow, 'changes' | 'mapping'> & { creator_name: string | null };

/** A municipality's imports of one kind, newest first (ids sort by time). `by`: only this user's. */
export async function listImportRows(
  db: Db,
  municipalityId: string,
  { kind, by }: { kind: string; by: string | null },
  paging: Paging,
): Promise<Page<ListedImport>> {
  const columns = [
    'id',
    'municipality_id',
    'kind',
    'file_name',
    'sha256',
    'counts',
    'created_by',
    'created_at',
    'undone_at',
    'version',
  ].map((name) => `imports.${name}`);
  const query = db('imports')
    .leftJoin('users', 'users.id', 'imports.created_by')
    .where({ 'imports.municipality_id': municipalityId, 'imports.kind': kind })
    .select([...columns, 'users.name as creator_name']);
  if (by !== null) void query.where({ 'imports.created_by': by });
  return readPage<ListedImport>(query, [{ column: 'imports.id', direction: 'desc' }], paging);
}
