import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, notAllowed } from '../../kernel/errors.ts';
import { say } from '../../kernel/texts/index.ts';
import { startRecord } from '../../records/take-step.ts';
import { areaKindsOf, tierAt, type Tier } from '../../settings/areas/area-kinds.ts';
import { readArea, type AreaRow } from '../../settings/areas/store.ts';
import { mayCouncil, mayFoundCouncils } from './policy.ts';
import { searchText } from './search-text.ts';
import { insertCouncil } from './store.ts';

export type NewCouncil = {
  name: string;
  nameKana: string;
  localName: string | null;
  tier?: 1 | 2 | undefined;
  areaId: string;
  workflowKey: string;
};

/** Sets up a council at the beginning of its workflow, of the tier that its area's kind has. For administrators of the area. */
export async function createCouncil(
  ctx: MunicipalContext,
  input: NewCouncil,
): Promise<{ id: string; version: number }> {
  if (ctx.actor.kind !== 'system' && !mayFoundCouncils(ctx.actor)) throw notAllowed();
  const { area, tier } = await areaForCouncil(ctx, input.areaId);
  if (input.tier !== undefined && input.tier !== tier)
    throw invalid([
      { path: '/tier', code: 'unfit', message: say(ctx.language, 'councils.tierUnfit', { area: area.name, tier }) },
    ]);
  const id = ctx.newId();
  const started = await startRecord(ctx, 'council', id, input.workflowKey);
  const names = { name: input.name, name_kana: input.nameKana, local_name: input.localName };
  await insertCouncil(ctx.db, {
    id,
    municipality_id: ctx.municipality.id,
    area_id: area.id,
    tier,
    ...names,
    established_on: null,
    search: searchText({ ...names, area_name: area.name }),
    closed_at: null,
    created_at: ctx.now,
    ...started.columns,
  });
  await started.keep();
  await audit(
    ctx,
    'council.create',
    { kind: 'council', id, title: input.name },
    { version: 1, tier, area: area.name, workflow: input.workflowKey },
  );
  return { id, version: 1 };
}

/** An open area where the asker may have a council, and the tier that its kind gives it. Throws invalid or not-allowed. */
export async function areaForCouncil(ctx: MunicipalContext, areaId: string): Promise<{ area: AreaRow; tier: Tier }> {
  const area = await readArea(ctx.db, ctx.municipality.id, areaId);
  if (area && ctx.actor.kind !== 'system' && !mayCouncil(ctx.actor, 'add', { area_path: area.path }))
    throw notAllowed();
  if (!area || area.closed_at)
    throw invalid([{ path: '/areaId', code: 'unknown', message: say(ctx.language, 'councils.unknownArea') }]);
  const tier = tierAt(await areaKindsOf(ctx), area.kind);
  if (tier === null)
    throw invalid([
      { path: '/areaId', code: 'noTier', message: say(ctx.language, 'councils.noTier', { area: area.name }) },
    ]);
  return { area, tier };
}
