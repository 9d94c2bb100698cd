import type { z } from 'zod';
import { definitionById } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { areaChoices, codeChoices } from '../../lists/common-columns.ts';
import { byMonth, countList, type CountedOwn, type Counts } from '../../lists/count-list.ts';
import { stateName } from '../../records/standing.ts';
import type * as contract from './contract.ts';
import { askedFields, filterOf, requireReader } from './list-needs.ts';
import { needAudiences } from './policy.ts';
import { countFound, countNeedsBy, type CountedBy } from './store.ts';

/** How many needs the list finds, by what is told of all of them; see `countList`. */
export async function countNeedsFound(
  ctx: MunicipalContext,
  { by, ...query }: z.output<typeof contract.needCountsQuery>,
): Promise<{ counts: Counts; ids: string[] }> {
  requireReader(ctx);
  const fields = await askedFields(ctx, { ...query, sort: 'newest' });
  const filter = await filterOf(ctx, { ...query, sort: 'newest' }, fields);
  const audiences = needAudiences(ctx.actor);
  return countList(
    ctx,
    {
      kind: 'need',
      audiences,
      own: countedBy(ctx),
      all: (most) => filter && countFound(ctx.db, filter, most),
      rows: async (by) => (filter ? countNeedsBy(ctx.db, filter, by) : []),
    },
    by,
  );
}

function countedBy(ctx: MunicipalContext): Record<CountedBy, () => Promise<CountedOwn> | CountedOwn> {
  const listed = (group: string, values: string[]): CountedOwn => ({
    choices: values.map((value) => ({ value, label: say(ctx.language, `needs.columns.${group}.${value}`) })),
  });
  return {
    area: async () => ({ choices: await areaChoices(ctx) }),
    // Two states of the same name are one; one of a former version of a workflow is called as it was.
    state: () => ({
      choices: [],
      nameOf: async ({ value, workflow_id: id = '' }) => {
        const { body } = await definitionById(ctx, 'workflow', id);
        const name = stateName(body, value, ctx.language);
        return { key: name, label: name };
      },
    }),
    month: () => byMonth(ctx),
    urgency: () => listed('urgencies', ['high', 'normal', 'low']),
    scope: () => listed('scopes', ['individual', 'community']),
    type: async () => ({ choices: await codeChoices(ctx, 'service-type'), several: true }),
  };
}
