import { z } from 'zod';
import { defineFact, type AskedRecord } from '../../decisions/computed-facts.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { listOffers } from './candidates-store.ts';

const unit = { ja: '件', en: 'service|services' };
const roles = ['area', 'service-type'];
const none = z.object({});

/** Services of the record's kind of help: those that serve its area, something above or a part of it; and those that serve only others. */
async function readServices(
  ctx: MunicipalContext,
  { areaPath, type }: AskedRecord,
  hasRoom: boolean,
): Promise<{ here: number; elsewhere: number } | undefined> {
  if (type === undefined) return undefined;
  const offers = (await listOffers(ctx.db, ctx.municipality.id, [type])).filter(
    ({ capacity }) => !hasRoom || capacity === 'has',
  );
  const here = new Set(
    offers
      .filter(({ area_path }) => areaPath.startsWith(area_path) || area_path.startsWith(areaPath))
      .map(({ service_id }) => service_id),
  );
  const all = new Set(offers.map(({ service_id }) => service_id));
  return { here: here.size, elsewhere: all.size - here.size };
}

/** What registers may have worked out of the directory, by the area and the kind of help that a record is about. */
export const serviceFacts = [
  defineFact({
    key: 'services',
    text: { ja: 'この圏域で使える同じ種類のサービス', en: 'Services of this kind in the area' },
    unit,
    roles,
    params: none,
    read: async (ctx, record) => (await readServices(ctx, record, false))?.here,
  }),
  defineFact({
    key: 'services-free',
    text: { ja: 'この圏域で空きのある同じ種類のサービス', en: 'Services of this kind with capacity in the area' },
    unit,
    roles,
    params: none,
    read: async (ctx, record) => (await readServices(ctx, record, true))?.here,
  }),
  defineFact({
    key: 'services-free-elsewhere',
    text: { ja: 'ほかの圏域で空きのある同じ種類のサービス', en: 'Services of this kind with capacity in other areas' },
    unit,
    roles,
    params: none,
    read: async (ctx, record) => (await readServices(ctx, record, true))?.elsewhere,
  }),
];
