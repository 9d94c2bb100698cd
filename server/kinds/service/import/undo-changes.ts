import { updateVersion } from '../../../database/versioned.ts';
import { addEffect } from '../../../effects/add-effect.ts';
import type { Undone } from '../../../imports/import-kind.ts';
import { instantInJapan } from '../../../kernel/clock.ts';
import { audit, type MunicipalContext } from '../../../kernel/context.ts';
import { refused } from '../../../kernel/errors.ts';
import type { ImportChanges } from './apply-changes.ts';
import {
  deleteImported,
  findReferredServices,
  findUsedOrganisations,
  readVersions,
  replaceServiceAreas,
} from './store.ts';

/**
 * Removes what an import has made, and makes what it changed as it was before. Refused (`importUsed`, `importChanged`) when
 * anything it made has been used since, or anything it made or changed has been changed since.
 */
export async function undoChanges(
  ctx: MunicipalContext,
  importId: string,
  changes: ImportChanges,
  fileName: string,
): Promise<Undone> {
  const names = await requireUntouched(ctx, changes);
  for (const update of changes.updates) {
    const restored = await updateVersion(ctx.db, 'services', update.id, update.version, update.before);
    if (restored === null) throw refused('importChanged', { what: fileName });
    // On that day nothing happened, while the import said otherwise; once it has come, this is at once.
    const until = update.before['full_until'];
    if (typeof until === 'string')
      await addEffect(ctx, { type: 'endFull', params: { id: update.id, until }, dueAt: instantInJapan(until) });
    if (update.areaIds) await replaceServiceAreas(ctx.db, update.id, update.areaIds);
    await audit(
      ctx,
      'service.update',
      { kind: 'service', id: update.id, title: String(update.before['name'] ?? names.get(update.id) ?? '') },
      { undone: importId, version: restored },
    );
  }
  await deleteImported(ctx.db, changes.organisations, changes.services);
  return { removed: changes.services.length, restored: changes.updates.length };
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
