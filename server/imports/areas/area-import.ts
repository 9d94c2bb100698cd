import { areaKindsOf, tierAt } from '../../settings/areas/area-kinds.ts';
import { createArea } from '../../settings/areas/areas.ts';
import { listAreas } from '../../settings/areas/store.ts';
import { codeName } from '../../settings/codes/code-entries.ts';
import { marksIn } from '../../settings/codes/store.ts';
import { entriesAgainst, makeEntries, type Made } from '../entries.ts';
import type { ImportKind } from '../import-kind.ts';
import type { AreaEntry, KnownAreas } from './planner.ts';
import { removeAreas } from './remove-areas.ts';

/** Lists of areas, of the city's kinds, below the municipality or one another. */
export const areaImport: ImportKind = {
  key: 'areas',
  planner: new URL('./planner.ts', import.meta.url),
  page: 'settings/areas',
  roles: ['administrator'],
  ...entriesAgainst(async (ctx): Promise<KnownAreas> => {
    const areas = await listAreas(ctx.db, ctx.municipality.id);
    const kinds = await areaKindsOf(ctx);
    return {
      kinds: kinds.map((kind) => ({
        key: kind.key,
        name: codeName(kind, ctx.language),
        words: [kind.key, kind.name_ja, ...(kind.name_en ? [kind.name_en] : [])],
        open: kind.retired_at === null && !marksIn(kind).includes('top'),
        usual: tierAt(kinds, kind.key) === 2,
      })),
      areas: areas
        .filter(({ closed_at }) => closed_at === null)
        .map(({ id, name, kind, parent_id }) => ({ id, name, kind, root: parent_id === null })),
    };
  }),
  apply: async (ctx, _importId, batches) => {
    const made = new Map<string, string>();
    return makeEntries(batches, async (values) => {
      const { parent, name, nameKana, kind } = values as AreaEntry;
      const parentId = 'id' in parent ? parent.id : (made.get(parent.name) ?? '');
      const { id } = await createArea(ctx, { parentId, kind, name, nameKana });
      made.set(name, id);
      return id;
    });
  },
  undo: (ctx, importId, changes) => removeAreas(ctx, importId, (changes as Made).ids),
};
