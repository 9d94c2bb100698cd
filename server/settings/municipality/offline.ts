import { tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { notFound } from '../../kernel/errors.ts';
import { changedFields, staleConflict } from '../../kernel/stale.ts';
import { requireSettingsEditor } from '../areas/areas.ts';
import { readMunicipality, updateOffline } from './store.ts';

/** Whether forms may be taken along on a device, with the version of the city's settings. */
export async function readOffline(ctx: MunicipalContext): Promise<{ allowed: boolean; version: number }> {
  const row = await readMunicipality(ctx.db, ctx.municipality.id);
  if (!row) throw notFound();
  return { allowed: row.offline === 1, version: row.version };
}

/**
 * Allows or forbids it. What lies on devices by then is still taken when it is sent: nothing typed is to be lost. Throws `stale` when somebody changed the
 * settings first.
 */
export async function changeOffline(ctx: MunicipalContext, version: number, allowed: boolean): Promise<number> {
  await requireSettingsEditor(ctx);
  const { id, name } = ctx.municipality;
  const before = await readOffline(ctx);
  const next = await updateOffline(ctx.db, id, version, allowed);
  if (next === null) throw await staleConflict(ctx, 'municipality', id, version);
  const changed = changedFields({ offline: before.allowed }, { offline: allowed });
  await audit(
    ctx,
    'offline.update',
    { kind: 'municipality', id, title: name },
    { version: next, changed: tellChanges(changed, ['offline']) },
  );
  return next;
}
