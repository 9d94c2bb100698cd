import { updateVersion } from '../../database/versioned.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, notAllowed, notFound, refused } from '../../kernel/errors.ts';
import { changedFields, newValues, staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { codeName, requireCode } from '../codes/code-entries.ts';
import type { CodeEntryRow } from '../codes/store.ts';
import { canEditArea, canEditSettings } from '../policy.ts';
import { sayList } from '../say-list.ts';
import { areaKindsOf, kindsBelow } from './area-kinds.ts';
import { areasOf } from './kept-areas.ts';
import { insertArea, lastPosition, listAreas, readArea, type AreaRow } from './store.ts';

/** The municipality's own area, the root of its tree. */
export async function readRoot(ctx: MunicipalContext): Promise<AreaRow> {
  const root = (await areasOf(ctx)).find((area) => area.parent_id === null);
  if (!root) throw notFound();
  return root;
}

/** Is the asker an administrator of the whole municipality? */
export const mayEditSettings = async (ctx: MunicipalContext): Promise<boolean> =>
  canEditSettings(ctx.actor, (await readRoot(ctx)).path);

/** Throws not-allowed for anybody but administrators of the whole municipality. */
export async function requireSettingsEditor(ctx: MunicipalContext): Promise<void> {
  if (!(await mayEditSettings(ctx))) throw notAllowed();
}

const recordOf = (area: AreaRow) => ({ kind: 'area', id: area.id, title: area.name });

/** Without a `position` it comes last among its siblings. */
export type NewArea = {
  parentId: string;
  /** A key of the code list `area-kind`. */
  kind: string;
  name: string;
  nameKana: string;
  position?: number | undefined;
};

/** Adds an area below another. Throws invalid for an unknown, closed or unfit parent, and not-allowed outside the asker's subtree. */
export async function createArea(ctx: MunicipalContext, input: NewArea): Promise<AreaRow> {
  const parent = await readArea(ctx.db, ctx.municipality.id, input.parentId);
  if (!parent || parent.closed_at)
    throw invalid([{ path: '/parentId', code: 'unknown', message: say(ctx.language, 'settings.issue.area') }]);
  if (!canEditArea(ctx.actor, parent.path)) throw notAllowed();
  await requireCode(ctx, 'area-kind', input.kind, '/kind');
  const fit = kindsBelow(await areaKindsOf(ctx), parent.kind);
  if (!fit.some(({ key }) => key === input.kind))
    throw invalid([{ path: '/kind', code: 'misplaced', message: sayMisplaced(ctx, parent.name, fit) }]);
  const id = ctx.newId();
  const area: AreaRow = {
    id,
    municipality_id: ctx.municipality.id,
    parent_id: parent.id,
    kind: input.kind,
    name: input.name,
    name_kana: input.nameKana,
    path: `${parent.path}${id}/`,
    position: input.position ?? (await lastPosition(ctx.db, parent.id)),
    closed_at: null,
    version: 1,
  };
  await insertArea(ctx.db, area);
  await audit(ctx, 'area.create', recordOf(area), { version: 1 });
  return area;
}

const sayMisplaced = (ctx: MunicipalContext, parent: string, fit: readonly Readonly<CodeEntryRow>[]): string =>
  fit.length === 0
    ? say(ctx.language, 'settings.issue.areaNoKind', { parent })
    : say(ctx.language, 'settings.issue.areaKind', {
        parent,
        kinds: sayList(
          ctx.language,
          fit.map((kind) => codeName(kind, ctx.language)),
          'disjunction',
        ),
      });

export type AreaPatch = { name?: string; nameKana?: string; position?: number; closed?: boolean };

/** Renames, moves among its siblings, closes or opens again. An area with open areas below cannot be closed, nor the root. */
export async function changeArea(
  ctx: MunicipalContext,
  id: string,
  version: number,
  patch: AreaPatch,
): Promise<number> {
  const area = await readArea(ctx.db, ctx.municipality.id, id);
  if (!area) throw notFound();
  if (!canEditArea(ctx.actor, area.path)) throw notAllowed();
  if (patch.closed) await refuseIfNeeded(ctx, area);
  const values = {
    name: patch.name,
    name_kana: patch.nameKana,
    position: patch.position,
    closed_at: patch.closed === undefined ? undefined : patch.closed ? (area.closed_at ?? ctx.now) : null,
  };
  const changed = changedFields(area, values);
  const next = await updateVersion(ctx.db, 'areas', id, version, newValues(changed));
  if (next === null) throw await staleConflict(ctx, 'area', id, version, { id, version: area.version });
  await audit(ctx, 'area.update', recordOf(area), {
    version: next,
    changed: tellChanges(changed, Object.keys(values)),
  });
  return next;
}

async function refuseIfNeeded(ctx: MunicipalContext, area: AreaRow): Promise<void> {
  if (area.parent_id === null) throw refused('areaInUse', { what: area.name });
  const areas = await listAreas(ctx.db, ctx.municipality.id);
  if (areas.some((other) => other.parent_id === area.id && !other.closed_at))
    throw refused('areaInUse', { what: area.name });
}
