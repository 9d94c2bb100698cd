import type { z } from 'zod';
import type { MunicipalContext } from '../../kernel/context.ts';
import { codeChoices } from '../../lists/common-columns.ts';
import { countList, type Counts } from '../../lists/count-list.ts';
import type { organisationCountsQuery } from './contract.ts';
import { filterOf } from './organisations.ts';
import { countOrganisationsByKind, countOrganisationsFound } from './store.ts';

/** Organisations have no forms of their own: no field is shown or asked by. */
export const viewedOrganisations = { kind: 'organisation', audiences: [] };

/** How many organisations the directory finds; see `countList`. It tells of no resident. */
export async function countOrganisationList(
  ctx: MunicipalContext,
  { by, closed, ...query }: z.output<typeof organisationCountsQuery>,
): Promise<{ counts: Counts; ids: string[] }> {
  const filter = filterOf({ ...query, closed: closed === 'true' });
  return countList(
    ctx,
    {
      ...viewedOrganisations,
      own: { kind: async () => ({ choices: await codeChoices(ctx, 'organisation-kind') }) },
      all: async () => ({ total: await countOrganisationsFound(ctx.db, ctx.municipality.id, filter), ids: [] }),
      rows: () => countOrganisationsByKind(ctx.db, ctx.municipality.id, filter),
    },
    by,
  );
}
