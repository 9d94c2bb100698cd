import { entriesAgainst } from '../../../imports/entries.ts';
import type { ImportKind } from '../../../imports/import-kind.ts';
import { applyBatches, type ImportChanges } from './apply-changes.ts';
import { loadNames } from './load-existing.ts';
import { undoChanges } from './undo-changes.ts';

/** Lists of bodies alone, found and made as a list of services finds and makes its bodies. */
export const organisationImport: ImportKind = {
  key: 'organisations',
  planner: new URL('./organisation-planner.ts', import.meta.url),
  page: 'services/organisations',
  roles: ['administrator', 'tier1'],
  ...entriesAgainst(loadNames),
  apply: applyBatches,
  undo: async (ctx, importId, changes, fileName) => {
    const made = changes as ImportChanges;
    await undoChanges(ctx, importId, made, fileName);
    return { removed: made.organisations.length, restored: 0 };
  },
};
