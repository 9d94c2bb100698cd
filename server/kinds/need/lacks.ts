import type { z } from 'zod';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notAllowed } from '../../kernel/errors.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { closedName } from '../../settings/closed-name.ts';
import { serviceTypeNames, typeName } from '../../settings/codes/service-types.ts';
import { listOffers } from '../service/index.ts';
import type * as contract from './contract.ts';
import { needCasePaths } from './policy.ts';
import { unmetStandings } from './standings.ts';
import { countUnmet } from './store.ts';

export type LacksTable = z.infer<typeof contract.lacks>;

/** Unmet needs by area and type below the asker's areas, with how many open services of the type serve each area (itself or from above). */
export async function listLacks(ctx: MunicipalContext): Promise<LacksTable> {
  const paths = needCasePaths(ctx.actor);
  if (paths.length === 0) throw notAllowed();
  const unmet = (await countUnmet(ctx.db, ctx.municipality.id, await unmetStandings(ctx))).filter((cell) =>
    paths.some((path) => cell.area_path.startsWith(path)),
  );
  const offers = Map.groupBy(
    await listOffers(ctx.db, ctx.municipality.id),
    (offer) => `${offer.type_key} ${offer.area_id}`,
  );
  const names = await serviceTypeNames(ctx);
  const inUse = new Set(unmet.map((cell) => cell.type_key));
  const areas = (await areasOf(ctx)).filter((area) => unmet.some((cell) => cell.area_id === area.id));
  const serving = (path: string, type: string): number =>
    new Set(
      path.split('/').flatMap((areaId) => offers.get(`${type} ${areaId}`)?.map((offer) => offer.service_id) ?? []),
    ).size;
  return {
    areas: areas.map(({ id, name, kind, closed_at }) => ({
      id,
      name: closedName(ctx.language, name, closed_at),
      kind,
    })),
    types: [...names.keys()].filter((key) => inUse.has(key)).map((key) => typeName(names, key)),
    cells: unmet.map(({ area_id, area_path, type_key, needs }) => ({
      areaId: area_id,
      type: type_key,
      needs,
      services: serving(area_path, type_key),
    })),
  };
}
