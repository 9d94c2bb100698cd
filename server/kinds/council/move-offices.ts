import type { MunicipalContext } from '../../kernel/context.ts';
import { changeEntry } from './give-role.ts';
import { listOfficesOf } from './store.ts';

/** Offices that a body holds become another body's, which goes on with them by the same people: how many. */
export async function moveOffices(ctx: MunicipalContext, from: string, to: string): Promise<number> {
  const offices = await listOfficesOf(ctx.db, ctx.municipality.id, from, ctx.today);
  for (const office of offices) await changeEntry(ctx, office, { organisation_id: to });
  return offices.length;
}
