import type { MunicipalContext, Role } from '../kernel/context.ts';
import { notAllowed } from '../kernel/errors.ts';
import { readRootArea } from '../settings/areas/store.ts';
import { canImport } from './policy.ts';

/** Throws not-allowed unless the asker holds one of the roles over the whole municipality; a list may hold what belongs to any area. */
export async function requireOffice(ctx: MunicipalContext, roles: readonly Role[]): Promise<void> {
  const root = await readRootArea(ctx.db, ctx.municipality.id);
  if (!canImport(ctx.actor, root?.path ?? '/', roles)) throw notAllowed();
}
