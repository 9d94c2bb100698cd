import { updateVersion } from '../database/versioned.ts';
import { audit, type MunicipalContext } from '../kernel/context.ts';
import { notFound, refused } from '../kernel/errors.ts';
import { staleConflict } from '../kernel/stale.ts';
import type { ImportChanges } from './confirm-import.ts';
import { requireImport } from './prepare-import.ts';
import {
  deleteImported,
  findReferredServices,
  findUsedOrganisations,
  lockImports,
  readImport,
  readVersions,
  replaceServiceAreas,
} from './store.ts';

/**
 * Takes an import back: what it made is removed, what it changed is as before; the import itself stays on the list.
 * All or nothing: refused (`importUsed`, `importChanged`) when anything it made has been used since, or anything it made or
 * changed has been changed since. `version` is the import's own, as the asker saw it.
 */
export async function undoImport(ctx: MunicipalContext, id: string, version: number): Promise<void> {
  await requireImport(ctx);
  await lockImports(ctx.db, ctx.municipality.id);
  const row = await readImport(ctx.db, ctx.municipality.id, id);
  if (!row) throw notFound();
  if (row.undone_at !== null) throw refused('importUndone');
  const changes = JSON.parse(row.changes) as ImportChanges;
  const names = await requireUntouched(ctx, changes);

  const next = await updateVersion(ctx.db, 'imports', id, version, { undone_at: ctx.now });
  if (next === null) throw await staleConflict(ctx, 'import', id, version);
  for (const update of changes.updates) {
    const restored = await updateVersion(ctx.db, 'services', update.id, update.version, update.before);
    if (restored === null) throw refused('importChanged', { what: row.file_name });
    if (update.areaIds) await replaceServiceAreas(ctx.db, update.id, update.areaIds);
    await audit(
      ctx,
      'service.update',
      { kind: 'service', id: update.id, title: String(update.before.name ?? names.get(update.id) ?? '') },
      { undone: id, version: restored },
    );
  }
  await deleteImported(ctx.db, changes.organisations, changes.services);
  await audit(
    ctx,
    'import.undo',
    { kind: 'import', id, title: row.file_name },
    { version: next, counts: { removed: changes.services.length, restored: changes.updates.length } },
  );
}

/** Throws for the first thing that stands in the way, by its name. Answers the names of the services. */
async function requireUntouched(ctx: MunicipalContext, changes: ImportChanges): Promise<Map<string, string>> {
  const services = await readVersions(ctx.db, 'services', [
    ...changes.services,
    ...changes.updates.map(({ id }) => id),
  ]);
  const organisations = await readVersions(ctx.db, 'organisations', changes.organisations);
  const nameOf = (id: string) => services.get(id)?.name ?? organisations.get(id)?.name ?? '';

  const changed = [
    ...changes.services.filter((id) => services.get(id)?.version !== 1),
    ...changes.organisations.filter((id) => organisations.get(id)?.version !== 1),
    ...changes.updates.filter(({ id, version }) => services.get(id)?.version !== version).map(({ id }) => id),
  ];
  if (changed[0] !== undefined) throw refused('importChanged', { what: nameOf(changed[0]) });

  const own = new Set([
    ...changes.services,
    ...changes.updates.filter(({ before }) => before.organisation_id !== undefined).map(({ id }) => id),
  ]);
  const used = [
    ...(await findReferredServices(ctx.db, changes.services)),
    ...(await findUsedOrganisations(ctx.db, changes.organisations, own)),
  ];
  if (used[0] !== undefined) throw refused('importUsed', { what: nameOf(used[0]) });
  return new Map([...services].map(([id, { name }]) => [id, name]));
}
