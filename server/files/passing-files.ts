import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGunzip, gzip } from 'node:zlib';
import type { Db } from '../database/db.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { Installation } from '../kernel/installation.ts';
import {
  deleteFiles,
  insertFile,
  insertPiece,
  listFilesToDelete,
  listPassingFiles,
  readFileRow,
  readPiece,
  type FileRow,
} from './store.ts';

const pieceBytes = 1_048_576;
const keptMs = 86_400_000;
/** Of one person at once; the oldest makes way. */
const mostKept = 5;

const squeeze = promisify(gzip);

/** A file's bytes as they are kept: a list of words takes a fraction of the room, of the disk's turns and of what is read back. */
export const packFile = (bytes: Uint8Array): Promise<Uint8Array> => squeeze(bytes, { level: 1 });

/** Keeps a file of this size, packed, for a day, as the asker's own. */
export async function keepForADay(
  ctx: MunicipalContext,
  { name, size, packed }: { name: string; size: number; packed: Uint8Array },
): Promise<FileRow> {
  const row: FileRow = {
    id: ctx.newId(),
    municipality_id: ctx.municipality.id,
    name,
    size,
    created_by: ctx.actor.id,
    created_at: ctx.now,
    delete_at: new Date(Date.parse(ctx.now) + keptMs).toISOString(),
  };
  await deleteFiles(ctx.db, (await listPassingFiles(ctx.db, ctx.actor.id)).slice(mostKept - 1));
  await insertFile(ctx.db, row);
  for (let at = 0; at < packed.length; at += pieceBytes)
    await insertPiece(ctx.db, row.id, at / pieceBytes, packed.subarray(at, at + pieceBytes));
  return row;
}

/** A file that the asker has handed over and that is still kept; undefined where there is none. */
export async function findOwnFile(ctx: MunicipalContext, id: string): Promise<FileRow | undefined> {
  const row = await readFileRow(ctx.db, ctx.municipality.id, id);
  return row?.created_by === ctx.actor.id && (row.delete_at === null || row.delete_at > ctx.now) ? row : undefined;
}

/** A file was removed, or made way for another, before all of it had been read. */
export class FileGone extends Error {}

/** The bytes of a kept file, read as they are asked for and never whole. Throws FileGone. */
export async function* readKeptFile(db: Db, id: string): AsyncGenerator<Uint8Array> {
  const unpacked = createGunzip();
  // What breaks it is thrown where its bytes are read.
  pipeline(Readable.from(readPieces(db, id)), unpacked).catch(() => {});
  try {
    for await (const bytes of unpacked) yield bytes as Uint8Array;
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR' ? new FileGone() : error;
  }
}

async function* readPieces(db: Db, id: string): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number++) {
    const piece = await readPiece(db, id, number);
    if (!piece) return;
    yield piece;
  }
}

/** Removes the files whose day is over. */
export async function deleteOldFiles(installation: Installation): Promise<void> {
  const ids = await listFilesToDelete(installation.db, installation.clock().toISOString());
  await deleteFiles(installation.db, ids);
}
