import { updateVersion } from '../../database/versioned.ts';
import { listEvents } from '../../effects/events-store.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { refused } from '../../kernel/errors.ts';
import { changedFields, staleConflict } from '../../kernel/stale.ts';
import { startRecord } from '../../records/take-step.ts';
import { areaForCouncil } from './create-council.ts';
import { evaluateCouncil } from './evaluate-council.ts';
import { findCouncil } from './find-council.ts';
import { searchText } from './search-text.ts';
import { forgetStart, hasRecords, type CouncilRow } from './store.ts';

export type CouncilChange = {
  name?: string | undefined;
  nameKana?: string | undefined;
  localName?: string | null | undefined;
  closed?: boolean | undefined;
  areaId?: string | undefined;
  workflowKey?: string | undefined;
};

/**
 * Renames, closes or reopens a council; moves it to another area or workflow while nothing has happened there (`councilBegun`).
 * For administrators of the area. Throws `stale` when somebody changed it first.
 */
export async function changeCouncil(
  ctx: MunicipalContext,
  id: string,
  version: number,
  change: CouncilChange,
): Promise<{ id: string; version: number }> {
  const council = await findCouncil(ctx, id, 'manage');
  const names = {
    name: change.name ?? council.name,
    name_kana: change.nameKana ?? council.name_kana,
    local_name: change.localName === undefined ? council.local_name : change.localName,
  };
  const moved = await moveCouncil(ctx, council, change);
  const closed_at =
    change.closed === undefined ? council.closed_at : change.closed ? (council.closed_at ?? ctx.now) : null;
  const next = await updateVersion(ctx.db, 'councils', id, version, {
    ...names,
    closed_at,
    ...moved.columns,
    search: searchText({ ...council, ...names, area_name: moved.areaName }),
  });
  if (next === null)
    throw await staleConflict(ctx, 'council', id, version, {
      id,
      version: council.version,
      name: council.name,
      nameKana: council.name_kana,
      localName: council.local_name,
    });
  await moved.keep();
  await audit(
    ctx,
    'council.change',
    { kind: 'council', id, title: names.name },
    {
      version: next,
      changed: tellChanges(
        changedFields({ ...council, area: council.area_name }, { ...names, closed_at, ...moved.told }),
        [...Object.keys(names), 'closed_at', 'area', 'tier'],
      ),
      ...(moved.columns.workflow_id ? { workflow: change.workflowKey } : {}),
    },
  );
  return { id, version: next };
}

type Moved = {
  columns: Partial<CouncilRow>;
  areaName: string;
  told: { area?: string; tier?: 1 | 2 };
  keep: () => Promise<void>;
};

/** What another area or workflow makes of a council; a workflow is begun anew, as if it had been the first one. */
async function moveCouncil(ctx: MunicipalContext, council: CouncilRow, change: CouncilChange): Promise<Moved> {
  const place = change.areaId && change.areaId !== council.area_id ? await areaForCouncil(ctx, change.areaId) : null;
  const key = change.workflowKey;
  const started = key ? await startRecord(ctx, 'council', council.id, key) : null;
  const begins = started && started.columns.workflow_id !== council.workflow_id ? started : null;
  if (
    (place || begins) &&
    ((await listEvents(ctx.db, 'council', council.id)).length > 1 || (await hasRecords(ctx.db, council.id)))
  )
    throw refused('councilBegun');
  const { version: _, ...columns } = begins?.columns ?? { version: 0 };
  return {
    columns: { ...columns, ...(place ? { area_id: place.area.id, tier: place.tier } : {}) },
    areaName: place?.area.name ?? council.area_name,
    told: place ? { area: place.area.name, tier: place.tier } : {},
    async keep() {
      if (begins) {
        await forgetStart(ctx.db, council.id);
        await begins.keep();
      }
      if (place || begins) await evaluateCouncil(ctx, council.id);
    },
  };
}
