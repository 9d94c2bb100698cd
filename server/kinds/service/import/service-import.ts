import type { ImportKind } from '../../../imports/import-kind.ts';
import { applyBatches, type ImportChanges } from './apply-changes.ts';
import { loadExisting, readBasis } from './load-existing.ts';
import { undoChanges } from './undo-changes.ts';

/** Lists of services, with the bodies that offer them. */
export const serviceImport: ImportKind = {
  key: 'services',
  planner: new URL('./planner.ts', import.meta.url),
  page: 'services',
  roles: ['administrator', 'tier1'],
  load: loadExisting,
  readBasis,
  apply: applyBatches,
  undo: (ctx, importId, changes, fileName) => undoChanges(ctx, importId, changes as ImportChanges, fileName),
};
