import { addEffect } from '../../effects/add-effect.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { tagsOf } from '../../records/standings.ts';
import { keepsLacks, openForLacks } from '../../records/open-records.ts';
import { listNeedTypes, readNeed } from './store.ts';

/**
 * Lets the escalation rules look again where a need is, or was, one that nobody meets; any other need tells them nothing.
 * `states`: where it stands and where it stood.
 */
export async function needChanged(
  ctx: MunicipalContext,
  need: { id: string; workflow_id: string },
  states: string[],
  typesBefore: string[] = [],
): Promise<void> {
  const types = await typesLacking(ctx, need, states, typesBefore);
  await lookAgain(ctx, types);
  if (types.length > 0) await openLacks(ctx, need.id);
}

/** Where registers keep what is lacking, one record each of an area and a kind of help: in the transaction that leaves the need to nobody. */
async function openLacks(ctx: MunicipalContext, id: string): Promise<void> {
  if (!keepsLacks(ctx)) return;
  const need = await readNeed(ctx.db, ctx.municipality.id, id);
  if (!need || !(await tagsOf(ctx, need)).includes('lacking')) return;
  const types = (await listNeedTypes(ctx.db, [id])).get(id) ?? [];
  await openForLacks(
    ctx,
    types.map((type) => ({ areaId: need.area_id, type })),
  );
}

/** Has the escalation rules look at needs of these types again. */
export async function lookAgain(ctx: MunicipalContext, types: readonly string[]): Promise<void> {
  if (types.length > 0) await addEffect(ctx, { type: 'evaluateEscalation', params: { types: [...new Set(types)] } });
}

/** The types that a need asks for, or asked for, where it is or was one that nobody meets; none for any other. */
export async function typesLacking(
  ctx: MunicipalContext,
  need: { id: string; workflow_id: string },
  states: string[],
  typesBefore: string[],
): Promise<string[]> {
  const { workflow_id } = need;
  const tags = await Promise.all(states.map((state) => tagsOf(ctx, { workflow_id, state })));
  if (!tags.flat().includes('lacking')) return [];
  const types = (await listNeedTypes(ctx.db, [need.id])).get(need.id) ?? [];
  return [...types, ...typesBefore];
}
