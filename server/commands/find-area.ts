import type { MunicipalContext } from '../kernel/context.ts';
import { readRoot } from '../settings/areas/areas.ts';
import { listAreas } from '../settings/areas/store.ts';
import { BadInput } from './input.ts';

/** An area by id or name; the whole municipality when none is named. */
export async function findArea(ctx: MunicipalContext, wanted: string | undefined): Promise<string> {
  if (wanted === undefined) return (await readRoot(ctx)).id;
  const matching = (await listAreas(ctx.db, ctx.municipality.id)).filter(
    (area) => area.id === wanted || area.name === wanted,
  );
  const [area] = matching;
  if (!area) throw new BadInput(`--area ${wanted}: there is no such area`);
  if (matching.length > 1) throw new BadInput(`--area ${wanted}: ${matching.length} areas have this name; give the id`);
  return area.id;
}
