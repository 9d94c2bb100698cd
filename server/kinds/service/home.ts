import { addDays } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { reachOf } from '../../kernel/reach.ts';
import { say } from '../../kernel/texts/index.ts';
import { atLeisure, type Counted, type HomeItem, type HomePart } from '../../records/home.ts';
import { listStaleServices, staleServicesBelow } from './home-store.ts';

const SHOWN = 10;
const STALE_DAYS = 90;
const CAPACITY_DAYS = 30;

/** Entries that nobody has confirmed for long: how many, for the second tier; which, for the provider whose they are. */
export const serviceHome: HomePart = {
  read: async (ctx) => ({ waiting: await listToConfirm(ctx) }),
  counted: countStale,
  first: [{ key: 'services', roles: ['administrator'], table: 'services', path: 'services/import' }],
};

function countStale(ctx: MunicipalContext): Counted[] {
  const paths = reachOf(ctx.actor, ['tier2']);
  if (paths.length === 0) return [];
  return [
    {
      key: 'services-stale',
      rows: staleServicesBelow(ctx.db, ctx.municipality.id, paths, addDays(ctx.today, -STALE_DAYS)),
      tell: (count) => ({
        ...atLeisure,
        kind: 'services-stale',
        text: say(ctx.language, 'home.stale', { count, days: STALE_DAYS }),
        action: say(ctx.language, 'home.action.stale'),
        path: `services?staleDays=${STALE_DAYS}`,
        since: null,
      }),
    },
  ];
}

async function listToConfirm(ctx: MunicipalContext): Promise<HomeItem[]> {
  const organisationIds = ctx.actor.memberships.flatMap(({ role, organisationId }) =>
    role === 'provider' && organisationId ? [organisationId] : [],
  );
  if (organisationIds.length === 0) return [];
  const before = addDays(ctx.today, -CAPACITY_DAYS);
  const services = await listStaleServices(ctx.db, ctx.municipality.id, organisationIds, before, SHOWN);
  return services.map((row) => ({
    ...atLeisure,
    kind: 'capacity',
    text: say(ctx.language, row.capacity_confirmed_on ? 'home.confirm' : 'home.confirmNever', {
      service: row.name,
      days: CAPACITY_DAYS,
    }),
    action: say(ctx.language, 'home.action.confirm'),
    path: `services/${row.id}`,
    since: row.capacity_confirmed_on,
  }));
}
