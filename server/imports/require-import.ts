import type { z } from 'zod';
import type { MunicipalContext } from '../kernel/context.ts';
import { notAllowed } from '../kernel/errors.ts';
import { readRootArea } from '../settings/areas/store.ts';
import type { importKinds } from './contract.ts';
import type { ImportKind } from './import-kind.ts';
import { canImport } from './policy.ts';

/** Throws not-allowed unless the asker may import lists of this kind; a list may hold what belongs to any area. */
export async function requireImport(ctx: MunicipalContext, { roles }: Pick<ImportKind, 'roles'>): Promise<void> {
  if (!canImport(ctx.actor, await rootPath(ctx), roles)) throw notAllowed();
}

/** What there may be lists of, and whether the asker may import them. */
export async function listKinds(
  ctx: MunicipalContext,
  kinds: readonly ImportKind[],
): Promise<z.infer<typeof importKinds>> {
  const root = await rootPath(ctx);
  return kinds.map(({ key, page, roles }) => ({ key, page, can: canImport(ctx.actor, root, roles) }));
}

const rootPath = async (ctx: MunicipalContext): Promise<string> =>
  (await readRootArea(ctx.db, ctx.municipality.id))?.path ?? '/';
