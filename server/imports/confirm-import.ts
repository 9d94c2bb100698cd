import { audit, type MunicipalContext } from '../kernel/context.ts';
import { invalid, refused } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import type { Applying } from './import-kind.ts';
import { presentImport, type ImportRecord } from './import-list.ts';
import type { PreparedImport } from './prepare-import.ts';
import { insertImport, lockImports, type ImportRow } from './store.ts';
import { requireImport } from './require-import.ts';

/**
 * Stores every row of a prepared import that is not kept out, in the caller's one transaction. Throws invalid when a needed
 * field has no source, conflict when what it was planned against has changed since (`importOutdated`, `stale`).
 */
export async function confirmImport(
  ctx: MunicipalContext,
  { kind, fileName, summary, batches, basis }: PreparedImport,
  how: Applying = { mail: false },
): Promise<ImportRecord> {
  await requireImport(ctx, kind);
  await lockImports(ctx.db, ctx.municipality.id);
  // Of a city's own form every row says itself what it lacks.
  if (summary.fields.some(({ field, label }) => field === 'name' && label === null) && !summary.mapping.fields['name'])
    throw invalid([
      {
        path: '/mapping/fields/name',
        code: 'nameUnmapped',
        message: say(ctx.language, 'imports.mapping.nameUnmapped'),
      },
    ]);
  if ((await kind.readBasis(ctx)) !== basis) throw refused('importOutdated');

  const importId = ctx.newId();
  const changes = await kind.apply(ctx, importId, batches, how);
  const row: ImportRow = {
    id: importId,
    municipality_id: ctx.municipality.id,
    kind: kind.key,
    file_name: fileName,
    sha256: summary.sha256,
    mapping: JSON.stringify(summary.mapping),
    counts: JSON.stringify(summary.counts),
    changes: JSON.stringify(changes),
    created_by: ctx.actor.id,
    created_at: ctx.now,
    undone_at: null,
    version: 1,
  };
  await insertImport(ctx.db, row);
  await audit(
    ctx,
    'import.create',
    { kind: 'import', id: importId, title: fileName },
    { version: 1, kind: kind.key, counts: summary.counts },
  );
  return presentImport(ctx, kind, { ...row, creator_name: ctx.actor.kind === 'user' ? ctx.actor.name : null });
}
