import type { z } from 'zod';
import { isInStandings } from '../../database/standings.ts';
import { fiscalYear } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, notFound } from '../../kernel/errors.ts';
import { periodsOf } from '../../overview/year/periods.ts';
import { standingsNamed } from '../../records/standings.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { closedName } from '../../settings/closed-name.ts';
import { serviceTypeNames, typeName } from '../../settings/codes/service-types.ts';
import { practiceOf } from '../../settings/municipality/practice.ts';
import { listOffers } from '../service/index.ts';
import type * as contract from './contract.ts';
import { toldCount, toldMark } from './lack-marks.ts';
import { needCasePaths } from './policy.ts';
import { unmetStandings } from './standings.ts';
import { countByAreaAndType, type StandingCount } from './store.ts';

export type LacksTable = z.infer<typeof contract.lacks>;
type LacksQuery = z.infer<typeof contract.lacksQuery>;

/** So many years back are offered. */
const YEARS = 6;

/**
 * Needs that go on against services, by area and type: of the areas that the asker looks after, and of the city's others without small counts. Of a
 * period only the asker's own: what is told of two periods would else tell what is between them.
 * Throws not-allowed for who looks after none, not-found for an area that there is not.
 */
export async function listLacks(ctx: MunicipalContext, query: LacksQuery = {}): Promise<LacksTable> {
  const paths = needCasePaths(ctx.actor);
  if (paths.length === 0) throw notAllowed();
  const everywhere = await areasOf(ctx);
  const within = query.area === undefined ? undefined : everywhere.find(({ id }) => id === query.area);
  if (query.area !== undefined && !within) throw notFound();
  const period = periodOf(ctx, query);
  const { hidesBelow } = await practiceOf(ctx);
  const [openOnes, unmetOnes] = [await standingsNamed(ctx, 'need', 'open'), await unmetStandings(ctx)];
  const rows = await countByAreaAndType(ctx.db, ctx.municipality.id, [...openOnes, ...unmetOnes], period);
  const open = keyed(rows.filter((row) => isInStandings(row, openOnes)));
  const unmet = keyed(rows.filter((row) => isInStandings(row, unmetOnes)));
  const offers = await listOffers(ctx.db, ctx.municipality.id);
  const offersOf = Map.groupBy(offers, (offer) => offer.type_key);
  const offersAt = Map.groupBy(offers, (offer) => `${offer.type_key} ${offer.area_id}`);
  /** Of a type, those that serve the area itself or all of one above it. */
  const serving = (path: string, type: string) => {
    const reaching = path.split('/').flatMap((areaId) => offersAt.get(`${type} ${areaId}`) ?? []);
    const ids = (some: typeof reaching): number => new Set(some.map((offer) => offer.service_id)).size;
    return { services: ids(reaching), room: ids(reaching.filter(({ capacity }) => capacity === 'has')) };
  };
  const names = await serviceTypeNames(ctx);
  const isOwn = (path: string): boolean => paths.some((own) => path.startsWith(own));
  const holders = new Set([...open.keys()].map((key) => key.split(' ')[0]));
  const parents = new Set(everywhere.flatMap(({ parent_id, closed_at }) => (closed_at === null ? [parent_id] : [])));
  const areas = everywhere.filter(
    ({ id, path, closed_at }) =>
      (holders.has(id) || (closed_at === null && !parents.has(id))) &&
      (!within || path.startsWith(within.path)) &&
      (isOwn(path) || period === null),
  );
  // Of the areas shown: an empty column would tell of a need elsewhere.
  const types = [...names.keys()].filter(
    (key) => areas.some(({ id }) => open.has(`${id} ${key}`)) || offersOf.has(key),
  );
  return {
    areas: areas
      .map(({ id, name, kind, path, closed_at }) => ({
        id,
        name: closedName(ctx.language, name, closed_at),
        kind,
        own: isOwn(path),
      }))
      // One's own first.
      .toSorted((first, second) => Number(second.own) - Number(first.own)),
    types: types.map((key) => typeName(names, key)),
    cells: areas.flatMap(({ id, path }) =>
      types.flatMap((type) => {
        const key = `${id} ${type}`;
        const stands = { open: open.get(key) ?? 0, unmet: unmet.get(key) ?? 0, ...serving(path, type) };
        if (stands.open + stands.services === 0) return [];
        const reader = { own: isOwn(path), hidesBelow };
        return [
          {
            areaId: id,
            type,
            open: toldCount(stands.open, reader),
            needs: toldCount(stands.unmet, reader),
            services: stands.services,
            room: stands.room,
            mark: toldMark({ ...stands, elsewhere: offersOf.get(type)?.length ?? 0 }, reader),
          },
        ];
      }),
    ),
    hidesBelow,
    period: period && { year: query.year ?? fiscalYear(ctx.today), quarter: query.quarter ?? null, ...period },
    years: Array.from({ length: YEARS }, (_, back) => fiscalYear(ctx.today) - back),
  };
}

/** The days on which the needs were received; null: any. A quarter alone is one of this fiscal year. */
function periodOf({ today }: MunicipalContext, { year, quarter }: LacksQuery): { from: string; to: string } | null {
  if (year === undefined && quarter === undefined) return null;
  const quarters = periodsOf(year ?? fiscalYear(today), today).slice(4);
  const [first, last] = [quarters[(quarter ?? 1) - 1], quarters[(quarter ?? 4) - 1]];
  return first && last ? { from: first.from, to: last.ends } : null;
}

function keyed(rows: readonly StandingCount[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { area_id, type_key, needs } of rows) {
    const key = `${area_id} ${type_key}`;
    counts.set(key, (counts.get(key) ?? 0) + needs);
  }
  return counts;
}
