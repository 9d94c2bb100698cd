import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { refused } from '../../kernel/errors.ts';
import { listAreas } from '../../settings/areas/store.ts';
import type { Undone } from '../import-kind.ts';
import { deleteUnusedArea } from './areas-store.ts';

/** Removes the areas that an import has made, the last first. Refused when one has been changed or used since. */
export async function removeAreas(ctx: MunicipalContext, importId: string, ids: string[]): Promise<Undone> {
  const areas = new Map((await listAreas(ctx.db, ctx.municipality.id)).map((area) => [area.id, area]));
  for (const id of ids.toReversed()) {
    const area = areas.get(id);
    if (!area || area.version !== 1) throw refused('importChanged', { what: area?.name ?? '' });
    if (!(await deleteUnusedArea(ctx.db, id))) throw refused('importUsed', { what: area.name });
    await audit(ctx, 'area.delete', { kind: 'area', id, title: area.name }, { undone: importId });
  }
  return { removed: ids.length, restored: 0 };
}
