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

/** Keeps a file for a day, as the asker's own. */
export async function keepForADay(ctx: MunicipalContext, name: string, bytes: Uint8Array): Promise<FileRow> {
  const row: FileRow = {
    id: ctx.newId(),
    municipality_id: ctx.municipality.id,
    name,
    size: bytes.length,
    created_by: ctx.actor.id,
    created_at: ctx.now,
    delete_at: new Date(Date.parse(ctx.now) + keptMs).toISOString(),
  };
  await deleteFiles(ctx.db, (await listPassingFiles(ctx.db, ctx.actor.id)).slice(mostKept - 1));
  await insertFile(ctx.db, row);
  for (let at = 0; at < bytes.length; at += pieceBytes)
    await insertPiece(ctx.db, row.id, at / pieceBytes, bytes.subarray(at, at + pieceBytes));
  return row;
}

/** A file that the asker has handed over and that is still kept, whole; undefined where there is none. */
export async function readOwnFile(
  ctx: MunicipalContext,
  id: string,
): Promise<{ name: string; bytes: Uint8Array } | undefined> {
  const row = await readFileRow(ctx.db, ctx.municipality.id, id);
  if (!row || row.created_by !== ctx.actor.id || (row.delete_at !== null && row.delete_at <= ctx.now)) return undefined;
  const bytes = new Uint8Array(row.size);
  for (let at = 0; at < row.size; at += pieceBytes) bytes.set((await readPiece(ctx.db, id, at / pieceBytes)) ?? [], at);
  return { name: row.name, bytes };
}

/** Removes the files whose day is over. */
export async function deleteOldFiles(installation: Installation): Promise<void> {
  const ids = await listFilesToDelete(installation.db, installation.clock().toISOString());
  await deleteFiles(installation.db, ids);
}
