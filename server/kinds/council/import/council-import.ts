import { definitionsInForce } from '../../../definitions/definitions.ts';
import { entriesAgainst, makeEntries } from '../../../imports/entries.ts';
import type { ImportKind } from '../../../imports/import-kind.ts';
import { areaKindsOf, tierAt } from '../../../settings/areas/area-kinds.ts';
import { listAreas } from '../../../settings/areas/store.ts';
import { createCouncil } from '../create-council.ts';
import type { CouncilEntry, KnownCouncils } from './planner.ts';
import { listCouncilNames } from './store.ts';

/** Lists of councils, each at the beginning of its workflow. */
export const councilImport: ImportKind = {
  key: 'councils',
  planner: new URL('./planner.ts', import.meta.url),
  page: 'settings/councils',
  roles: ['administrator'],
  ...entriesAgainst(async (ctx): Promise<KnownCouncils> => {
    const kinds = await areaKindsOf(ctx);
    return {
      councils: await listCouncilNames(ctx.db, ctx.municipality.id),
      areas: (await listAreas(ctx.db, ctx.municipality.id))
        .filter(({ closed_at }) => closed_at === null)
        .map(({ id, name, kind }) => ({ id, name, tier: tierAt(kinds, kind) })),
      workflows: (await definitionsInForce(ctx, 'workflow'))
        .filter(({ body }) => body.subject === 'council')
        .map(({ key, body }) => ({ key, name: body.texts.ja.name })),
    };
  }),
  apply: (ctx, _importId, batches) =>
    makeEntries(batches, async (values) => (await createCouncil(ctx, values as CouncilEntry)).id),
  undo: null,
};
