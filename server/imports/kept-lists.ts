import type { z } from 'zod';
import { keepForADay, readOwnFile } from '../files/passing-files.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { invalid } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import type * as contract from './contract.ts';
import type { ImportKind } from './import-kind.ts';

/** Keeps a list for a day, so that it is sent once, however often it is looked at. Nothing of it is read yet. Throws not-allowed. */
export async function keepList(
  ctx: MunicipalContext,
  kind: ImportKind,
  fileName: string,
  bytes: Uint8Array,
): Promise<z.infer<typeof contract.importFile>> {
  await kind.require(ctx);
  const { id, size, delete_at } = await keepForADay(ctx, fileName, bytes);
  return { id, fileName, size, keptUntil: delete_at ?? ctx.now };
}

/** A list that the asker handed over. Throws not-allowed, and invalid where it is not kept any more. */
export async function readList(
  ctx: MunicipalContext,
  kind: ImportKind,
  id: string,
): Promise<{ name: string; bytes: Uint8Array }> {
  await kind.require(ctx);
  const file = await readOwnFile(ctx, id);
  if (!file) throw invalid([{ path: '/fileId', code: 'fileGone', message: say(ctx.language, 'imports.file.gone') }]);
  return file;
}
