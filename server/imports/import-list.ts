import type { z } from 'zod';
import type { Paging } from '../database/paging.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { say } from '../kernel/texts/index.ts';
import type * as contract from './contract.ts';
import type { ImportKind } from './import-kind.ts';
import type { PreparedImport } from './prepare-import.ts';
import { listImportRows, type ListedImport } from './store.ts';
import type { ImportPreview } from './types.ts';
import { requireImport, seesEveryImport } from './require-import.ts';

export type ImportRecord = z.infer<typeof contract.importRecord>;

/** What a prepared import would do, row by row, in the asker's language. */
export function previewImport(ctx: MunicipalContext, { kind, fileName, summary }: PreparedImport): ImportPreview {
  const { issues, sha256: _, ...rest } = summary;
  return {
    ...rest,
    kind: kind.key,
    fileName,
    can: { undo: kind.undo !== null },
    issues: issues.map(({ row, column, code, level, params }) => ({
      row,
      column,
      code,
      level,
      message: say(ctx.language, `imports.row.${code}`, params),
    })),
  };
}

/** An import as its list shows it. */
export const presentImport = (ctx: MunicipalContext, kind: ImportKind, row: ListedImport): ImportRecord => ({
  id: row.id,
  kind: kind.key,
  fileName: row.file_name,
  counts: JSON.parse(row.counts) as ImportRecord['counts'],
  createdAt: row.created_at,
  createdBy: row.creator_name ?? say(ctx.language, 'imports.system'),
  undoneAt: row.undone_at,
  can: { undo: row.undone_at === null && kind.undo !== null },
  version: row.version,
});

/** The municipality's imports of one kind, newest first; who may import only what belongs to some of its areas sees their own. */
export async function listImports(
  ctx: MunicipalContext,
  kind: ImportKind,
  paging: Paging,
): Promise<{ items: ImportRecord[]; total: number; next: string | null }> {
  await requireImport(ctx, kind);
  const by = (await seesEveryImport(ctx, kind)) ? null : ctx.actor.id;
  const page = await listImportRows(ctx.db, ctx.municipality.id, { kind: kind.key, by }, paging);
  return { ...page, items: page.items.map((row) => presentImport(ctx, kind, row)) };
}
