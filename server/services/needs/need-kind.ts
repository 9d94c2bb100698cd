import type { RecordDescription } from '../records/record-kinds.ts';
import { canReadNeed } from '../../policies/need.ts';
import { holds } from '../../policies/reach.ts';
import { readNeed, type PlacedNeed } from '../../store/needs.ts';
import { numberTitle } from '../audit-details.ts';
import { needSources } from './need-sources.ts';

/** How the engine moves a need. Its own steps decide by no rule set; services are ranked beside it (`rank-services.ts`). */
export const needKind: RecordDescription<PlacedNeed> = {
  kind: 'need',
  table: 'needs',
  load: (ctx, id) => readNeed(ctx.db, ctx.municipality.id, id),
  title: (row) => numberTitle(row.number),
  canRead: (actor, row) => canReadNeed(actor, row),
  holdsRole: (actor, row, role) => role !== 'system' && holds(actor, [role], row.area_path),
  facts: async () => ({}),
  sources: (ctx) => needSources(ctx),
  columns: async (ctx, row, step) => ({ closed_at: step.to === 'closed' ? (row.closed_at ?? ctx.now) : null }),
};
