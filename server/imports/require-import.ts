import type { z } from 'zod';
import type { MunicipalContext } from '../kernel/context.ts';
import { notAllowed } from '../kernel/errors.ts';
import { readRootArea } from '../settings/areas/store.ts';
import type { importKinds } from './contract.ts';
import type { ImportKind } from './import-kind.ts';
import { canImport } from './policy.ts';

/** Throws not-allowed unless the asker may import lists of this kind; a list may hold what belongs to any area, but for lists whose kind says itself who may. */
export async function requireImport(ctx: MunicipalContext, { roles }: Pick<ImportKind, 'roles'>): Promise<void> {
  if (!mayImport(ctx, roles, await rootPath(ctx))) throw notAllowed();
}

const mayImport = (ctx: MunicipalContext, roles: ImportKind['roles'], root: string): boolean =>
  typeof roles === 'function' ? roles(ctx) : canImport(ctx.actor, root, roles);

/** Are all of the municipality's imports of this kind the asker's to see, and not only their own? */
export async function seesEveryImport(ctx: MunicipalContext, { roles }: Pick<ImportKind, 'roles'>): Promise<boolean> {
  const root = await rootPath(ctx);
  return typeof roles === 'function' ? roles(ctx, root) : mayImport(ctx, roles, root);
}

/** What there may be lists of, and whether the asker may import them. */
export async function listKinds(
  ctx: MunicipalContext,
  kinds: readonly NamedKind[],
): Promise<z.infer<typeof importKinds>> {
  const root = await rootPath(ctx);
  return kinds.map(({ key, page, roles, name = null }) => ({ key, page, name, can: mayImport(ctx, roles, root) }));
}

/** `name`: of what a city has made itself; of others the program's texts say it. */
export type NamedKind = ImportKind & { name?: string };

const rootPath = async (ctx: MunicipalContext): Promise<string> =>
  (await readRootArea(ctx.db, ctx.municipality.id))?.path ?? '/';
