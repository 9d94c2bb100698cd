import type { z } from 'zod';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { areaChoices, codeChoices } from '../../lists/common-columns.ts';
import { countList, type Counts } from '../../lists/count-list.ts';
import { capacity, type serviceCountsQuery } from './contract.ts';
import { filterOf } from './services.ts';
import { countServicesBy, countServicesFound, type ServiceCountedBy } from './store.ts';

/** Services have no forms of their own: no field is shown or asked by. */
export const viewedServices = { kind: 'service', audiences: [] };

/** How many services the directory finds; see `countList`. It tells of no resident. */
export async function countServiceList(
  ctx: MunicipalContext,
  { by, closed, ...query }: z.output<typeof serviceCountsQuery>,
): Promise<{ counts: Counts; ids: string[] }> {
  const filter = await filterOf(ctx, { ...query, closed: closed === 'true' });
  return countList<ServiceCountedBy>(
    ctx,
    {
      ...viewedServices,
      own: {
        area: async () => ({ choices: await areaChoices(ctx), several: true }),
        type: async () => ({ choices: await codeChoices(ctx, 'service-type') }),
        capacity: () => ({
          choices: capacity.options.map((value) => ({
            value,
            label: say(ctx.language, `log.value.capacity.${value}`),
          })),
        }),
      },
      all: async () => ({ total: await countServicesFound(ctx.db, ctx.municipality.id, filter), ids: [] }),
      rows: async (counted) =>
        typeof counted === 'object' ? [] : countServicesBy(ctx.db, ctx.municipality.id, filter, counted),
    },
    by,
  );
}
