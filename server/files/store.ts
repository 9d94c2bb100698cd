import type { Db } from '../database/db.ts';

export type FileRow = {
  id: string;
  municipality_id: string;
  name: string;
  size: number;
  created_by: string | null;
  created_at: string;
  delete_at: string | null;
};

export async function insertFile(db: Db, row: FileRow): Promise<void> {
  await db('files').insert(row);
}

export async function insertPiece(db: Db, fileId: string, number: number, bytes: Uint8Array): Promise<void> {
  await db('file_pieces').insert({
    file_id: fileId,
    number,
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  });
}

export async function readFileRow(db: Db, municipalityId: string, id: string): Promise<FileRow | undefined> {
  return db<FileRow>('files').where({ municipality_id: municipalityId, id }).first();
}

export async function readPiece(db: Db, fileId: string, number: number): Promise<Buffer | undefined> {
  const row = (await db('file_pieces').where({ file_id: fileId, number }).first('bytes')) as
    { bytes: Buffer } | undefined;
  return row?.bytes;
}

/** Ids of somebody's files that are kept for a time only, newest first. */
export async function listPassingFiles(db: Db, createdBy: string | null): Promise<string[]> {
  return db('files')
    .where({ created_by: createdBy })
    .whereNotNull('delete_at')
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .pluck('id') as Promise<string[]>;
}

export async function deleteFiles(db: Db, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await db('file_pieces').whereIn('file_id', ids).delete();
  await db('files').whereIn('id', ids).delete();
}

/** Ids of files whose time had come at this instant, some hundred of them. */
export async function listFilesToDelete(db: Db, now: string): Promise<string[]> {
  return db('files').where('delete_at', '<=', now).limit(500).pluck('id') as Promise<string[]>;
}
