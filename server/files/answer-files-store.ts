import type { Db } from '../database/db.ts';

export type AnswerFileRow = {
  id: string;
  municipality_id: string;
  name: string;
  type: string;
  size: number;
  created_by: string | null;
  created_at: string;
  record_kind: string | null;
  record_id: string | null;
  form_id: string | null;
  field: string | null;
  delete_at: string | null;
};

/** In bytes: a megabyte as base64. */
const PIECE_BYTES = 786_432;

export async function insertAnswerFile(db: Db, row: AnswerFileRow, bytes: Uint8Array): Promise<void> {
  await db('answer_files').insert(row);
  for (let at = 0; at < bytes.length; at += PIECE_BYTES)
    await db('answer_file_pieces').insert({
      file_id: row.id,
      number: at / PIECE_BYTES,
      bytes: Buffer.from(bytes.subarray(at, at + PIECE_BYTES)).toString('base64'),
    });
}

export async function readAnswerFiles(
  db: Db,
  municipalityId: string,
  ids: readonly string[],
): Promise<AnswerFileRow[]> {
  return db<AnswerFileRow>('answer_files').where({ municipality_id: municipalityId }).whereIn('id', ids);
}

/** A file's bytes, read as they are asked for and never whole. */
export async function* readAnswerFileBytes(db: Db, fileId: string): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number++) {
    const piece = await db('answer_file_pieces').where({ file_id: fileId, number }).first<{ bytes: string }>('bytes');
    if (!piece) return;
    yield Buffer.from(piece.bytes, 'base64');
  }
}

/** How many files somebody has handed over here and not sent yet. */
export async function countUnsent(db: Db, municipalityId: string, createdBy: string | null): Promise<number> {
  const row = await db('answer_files')
    .where({ municipality_id: municipalityId, created_by: createdBy, record_id: null })
    .count({ count: '*' })
    .first<{ count: number | string }>();
  return Number(row.count);
}

/** Has a file stay with the record whose answers name it, under the field that it is now the answer to. False: it is another record's meanwhile, or gone. */
export async function hangFile(
  db: Db,
  id: string,
  place: Required<Pick<AnswerFileRow, 'record_kind' | 'record_id' | 'form_id' | 'field'>>,
): Promise<boolean> {
  const { record_kind, record_id } = place;
  const hung = await db('answer_files')
    .where({ id })
    .andWhere((where) => void where.whereNull('record_id').orWhere({ record_kind, record_id }))
    .update({ ...place, delete_at: null });
  return hung > 0;
}

const unsentOf = (db: Db, createdBy: string | null, ids: readonly string[]) =>
  db('answer_files').where({ created_by: createdBy, record_id: null }).whereIn('id', ids);

/** Keeps somebody's unsent files until then. */
export async function keepUnsentUntil(
  db: Db,
  createdBy: string | null,
  ids: readonly string[],
  deleteAt: string,
): Promise<void> {
  if (ids.length > 0) await unsentOf(db, createdBy, ids).update({ delete_at: deleteAt });
}

/** Makes somebody's unsent files another's. */
export async function passUnsent(db: Db, createdBy: string, ids: readonly string[], to: string): Promise<void> {
  if (ids.length > 0) await unsentOf(db, createdBy, ids).update({ created_by: to });
}

/** Removes somebody's unsent files; what was sent stays. */
export async function deleteUnsent(db: Db, createdBy: string | null, ids: readonly string[]): Promise<number> {
  return ids.length > 0 ? unsentOf(db, createdBy, ids).delete() : 0;
}

/** Removes the files that hang on these records. */
export async function deleteFilesOfRecords(db: Db, recordIds: readonly string[]): Promise<number> {
  return db('answer_files').whereIn('record_id', recordIds).delete();
}

/** Removes unsent files whose time had come at this instant. */
export async function deleteUnsentBefore(db: Db, now: string): Promise<void> {
  await db('answer_files').where('delete_at', '<=', now).delete();
}
