import type { z } from 'zod';
import { definitionById, definitionInForce } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { areaChoices } from '../lists/common-columns.ts';
import { byMonth, countList, type CountedOwn, type Counts } from '../lists/count-list.ts';
import type * as records from '../records/contract.ts';
import { dataAudiences } from '../records/data-description.ts';
import { dataToCount } from '../records/data-records.ts';
import { countDataBy, countDataFound, type DataCountedBy } from '../records/data-store.ts';
import { stageOf, stateName } from '../records/standing.ts';

/** How many of a register's records its list finds, by what is told of all of them; see `countList`. */
export async function countRecords(
  ctx: MunicipalContext,
  kind: string,
  { by, ...query }: z.output<typeof records.dataCountsQuery>,
): Promise<{ counts: Counts; ids: string[] }> {
  const { description, filter } = await dataToCount(ctx, kind, query);
  return countList(
    ctx,
    {
      kind,
      audiences: dataAudiences(description, ctx.actor),
      own: countedBy(ctx, description.data.workflow),
      all: (most) => filter && countDataFound(ctx.db, filter, most),
      rows: async (by) => (filter ? countDataBy(ctx.db, filter, by) : []),
    },
    by,
  );
}

const countedBy = (
  ctx: MunicipalContext,
  workflow: string,
): Record<DataCountedBy, () => Promise<CountedOwn> | CountedOwn> => ({
  area: async () => ({ choices: await areaChoices(ctx) }),
  // In the order of the workflow in force; what only a former version has comes behind.
  stage: async () => {
    const current = (await definitionInForce(ctx, 'workflow', workflow))?.body;
    const stages = (current?.stages ?? []).map(({ key, text }) => ({
      value: key,
      label: text[ctx.language] ?? text.ja,
    }));
    return {
      choices: stages,
      nameOf: async ({ value, workflow_id: id = '' }) => {
        const { body } = await definitionById(ctx, 'workflow', id);
        const stage = stageOf(body, value, ctx.language);
        return stage
          ? { key: stage.key, label: stage.name }
          : { key: value, label: stateName(body, value, ctx.language) };
      },
    };
  },
  month: () => byMonth(ctx),
});
