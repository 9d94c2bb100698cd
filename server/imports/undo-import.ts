import { updateVersion } from '../database/versioned.ts';
import { audit, type MunicipalContext } from '../kernel/context.ts';
import { notFound, refused } from '../kernel/errors.ts';
import { staleConflict } from '../kernel/stale.ts';
import { findKind } from './find-kind.ts';
import type { ImportKind } from './import-kind.ts';
import { lockImports, readImport } from './store.ts';
import { requireImport } from './require-import.ts';

/**
 * Takes an import back: what it made is removed, what it changed is as before; the import itself stays on the list. All or
 * nothing, and refused where the kind says why. `version` is the import's own, as the asker saw it.
 */
export async function undoImport(
  ctx: MunicipalContext,
  kinds: readonly ImportKind[],
  id: string,
  version: number,
): Promise<void> {
  const row = await readImport(ctx.db, ctx.municipality.id, id);
  const kind = findKind(kinds, row?.kind ?? 'services');
  await requireImport(ctx, kind);
  await lockImports(ctx.db, ctx.municipality.id);
  if (!row) throw notFound();
  const current = await readImport(ctx.db, ctx.municipality.id, id);
  if (current?.undone_at !== null) throw refused('importUndone');
  if (!kind.undo) throw refused('importStays');

  const next = await updateVersion(ctx.db, 'imports', id, version, { undone_at: ctx.now });
  if (next === null) throw await staleConflict(ctx, 'import', id, version);
  const counts = await kind.undo(ctx, id, JSON.parse(row.changes), row.file_name);
  await audit(
    ctx,
    'import.undo',
    { kind: 'import', id, title: row.file_name },
    { version: next, kind: kind.key, counts },
  );
}
