import type { z } from 'zod';
import type { Language } from '../../rules/types.ts';
import { findOwnFile, keepForADay } from '../files/passing-files.ts';
import type { FileRow } from '../files/store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { invalid, type AppError } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import type * as contract from './contract.ts';
import type { ImportKind } from './import-kind.ts';
import { requireImport } from './require-import.ts';

/** Keeps a list for a day, so that it is sent once, however often it is looked at. Nothing of it is read yet. Throws not-allowed. */
export async function keepList(
  ctx: MunicipalContext,
  kind: ImportKind,
  file: { name: string; size: number; packed: Uint8Array },
): Promise<z.infer<typeof contract.importFile>> {
  await requireImport(ctx, kind);
  const { id, size, delete_at } = await keepForADay(ctx, file);
  return { id, fileName: file.name, size, keptUntil: delete_at ?? ctx.now };
}

export const listGone = (language: Language): AppError =>
  invalid([{ path: '/fileId', code: 'fileGone', message: say(language, 'imports.file.gone') }]);

/** A list that the asker handed over. Throws invalid where it is not kept any more. */
export async function findList(ctx: MunicipalContext, id: string): Promise<FileRow> {
  const file = await findOwnFile(ctx, id);
  if (!file) throw listGone(ctx.language);
  return file;
}
