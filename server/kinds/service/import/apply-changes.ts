import { updateVersion } from '../../../database/versioned.ts';
import { tellChanges } from '../../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../../kernel/context.ts';
import { AppError } from '../../../kernel/errors.ts';
import { openEnded } from '../store.ts';
import type { ImportBatch, ServiceToChange } from './plan-changes.ts';
import {
  insertImported,
  readFull,
  replaceServiceAreas,
  type ImportedOrganisation,
  type ImportedService,
} from './store.ts';
import type { OrganisationLink } from './types.ts';

/** What undoing an import needs: what it made, and what it changed as it was before. */
export type ImportChanges = {
  organisations: string[];
  services: string[];
  updates: { id: string; version: number; before: Record<string, unknown>; areaIds: string[] | null }[];
};

/** Writes batch after batch; between them others have their turn, however long the list is. */
export async function applyBatches(ctx: MunicipalContext, importId: string, batches: Buffer[]): Promise<ImportChanges> {
  const base = { municipality_id: ctx.municipality.id, created_at: ctx.now };
  const done: ImportChanges = { organisations: [], services: [], updates: [] };
  const ids = new Map<string, string>();
  const idOf = (link: OrganisationLink): string => ('id' in link ? link.id : (ids.get(link.ref) ?? ''));

  for (const text of batches) {
    const batch = JSON.parse(text.toString('utf8')) as ImportBatch;
    if ('organisations' in batch) {
      const rows = batch.organisations.map(({ ref, columns }) => {
        const id = ctx.newId();
        ids.set(ref, id);
        return { ...base, ...columns, id } as ImportedOrganisation;
      });
      await insertImported(ctx.db, rows, [], []);
      for (const { id, name } of rows)
        await audit(
          ctx,
          'organisation.create',
          { kind: 'organisation', id, title: name },
          { import: importId, version: 1 },
        );
      done.organisations.push(...rows.map(({ id }) => id));
    } else if ('creates' in batch) {
      const made = batch.creates.map(({ owner, areaIds, columns }) => {
        const id = ctx.newId();
        const service = {
          ...base,
          ...columns,
          id,
          organisation_id: idOf(owner),
          capacity_confirmed_on: null,
          capacity_confirmed_by: null,
          closed_at: null,
          version: 1,
        } as ImportedService;
        return { service, areas: areaIds.map((area_id) => ({ service_id: id, area_id })) };
      });
      await insertImported(
        ctx.db,
        [],
        made.map(({ service }) => service),
        made.flatMap(({ areas }) => areas),
      );
      for (const {
        service: { id, name },
      } of made)
        await audit(ctx, 'service.create', { kind: 'service', id, title: name }, { import: importId, version: 1 });
      done.services.push(...made.map(({ service }) => service.id));
    } else
      for (const change of batch.updates)
        done.updates.push(await applyUpdate(ctx, importId, change, idOf(change.owner)));
  }
  return done;
}

/** Changes one service and answers how it was before. */
async function applyUpdate(
  ctx: MunicipalContext,
  importId: string,
  change: ServiceToChange,
  organisationId: string,
): Promise<ImportChanges['updates'][number]> {
  const { id, name, formerOwner, areaIds } = change;
  const moved = organisationId !== formerOwner;
  const says = 'capacity' in change.after;
  const before = {
    ...change.before,
    ...(moved ? { organisation_id: formerOwner } : {}),
    ...(says ? await readFull(ctx.db, id) : {}),
  };
  const version = await updateVersion(ctx.db, 'services', id, change.version, {
    ...change.after,
    ...(moved ? { organisation_id: organisationId } : {}),
    ...(says ? openEnded : {}),
  });
  if (version === null) throw new AppError('conflict', 'stale');
  if (areaIds) await replaceServiceAreas(ctx.db, id, areaIds.after);
  const changed = moved
    ? { ...change.changed, organisationId: [formerOwner, organisationId] as [unknown, unknown] }
    : change.changed;
  await audit(
    ctx,
    'service.update',
    { kind: 'service', id, title: name },
    { import: importId, version, changed: tellChanges(changed, ['capacity', 'organisationId']) },
  );
  return { id, version, before, areaIds: areaIds ? areaIds.before : null };
}
