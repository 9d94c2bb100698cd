import type { Audience } from '../../forms/types.ts';
import { checkFieldQuestion } from '../decisions/field-values.ts';
import { audit, type MunicipalContext, type Role } from '../kernel/context.ts';
import { tellChanges } from '../kernel/audit-details.ts';
import { invalid, notAllowed, notFound, type FieldIssue } from '../kernel/errors.ts';
import { hasRole } from '../kernel/reach.ts';
import { everyRole } from '../kernel/rights.ts';
import { changedFields, newValues, staleConflict } from '../kernel/stale.ts';
import { say } from '../kernel/texts/index.ts';
import { mayEditSettings } from '../settings/areas/areas.ts';
import {
  clearDefaults,
  deleteView,
  insertView,
  listViews,
  listViewsOfOwner,
  readView,
  updateView,
  type ViewOwner,
  type ViewRow,
} from './store.ts';

/** More than anybody chooses from; a script that fills the table is stopped. */
const MOST_VIEWS = 50;

/** Which of the list's own columns a view leaves out, and what it asks of fields of forms, as the list itself does, where its records are asked with forms; a list adds filters of its own. */
export type ViewQuery = { hide: string[]; where?: string[]; sortBy?: string | undefined; fields?: string[] };
export type ViewInput = { name: string; role: Role | null; isDefault: boolean; query: ViewQuery };
export type ViewPatch = { name?: string | undefined; isDefault?: boolean | undefined; query?: ViewQuery | undefined };

/** A view as the asker may have it; see the contract. */
export type ListedView<Q extends ViewQuery> = {
  id: string;
  name: string;
  role: Role | null;
  isDefault: boolean;
  query: Q | null;
  notes: string[];
  mayChange: boolean;
  version: number;
};

/** Whose list it is: of a kind's records, told to the asker as these audiences. */
export type ViewedList = { kind: string; audiences: readonly Audience[] };

const issuesOf = async (
  ctx: MunicipalContext,
  { kind, audiences }: ViewedList,
  { where = [], sortBy, fields = [] }: ViewQuery,
) => (await checkFieldQuestion(ctx, kind, audiences, { where, sortBy, fields })).issues;

const recordOf = ({ id, name }: Pick<ViewRow, 'id' | 'name'>) => ({ kind: 'list_view', id, title: name });

/**
 * The asker's own views of the list and those shared with a role of theirs (for who may share: with any). What one shows and the asker
 * may not be shown is left out of it; one that filters or sorts by what they may not be told has no `query`.
 */
export async function listOwnViews<Q extends ViewQuery>(
  ctx: MunicipalContext,
  list: ViewedList,
): Promise<{ items: ListedView<Q>[]; opens: string | null; mayShare: boolean }> {
  const shares = await mayEditSettings(ctx);
  const held = everyRole.filter((role) => hasRole(ctx.actor, [role]));
  const owner = { municipality_id: ctx.municipality.id, kind: list.kind, user_id: ctx.actor.id };
  const items: ListedView<Q>[] = [];
  for (const row of await listViews(ctx.db, owner, shares ? everyRole : held)) {
    const query = JSON.parse(row.query) as Q;
    const issues = await issuesOf(ctx, list, query);
    const columns = new Set(issues.map(({ path }) => path).filter((path) => path.startsWith('/fields/')));
    const fields = query.fields?.filter((_field, index) => !columns.has(`/fields/${index}`));
    items.push({
      id: row.id,
      name: row.name,
      role: row.role,
      isDefault: row.is_default === 1,
      // A list without one of its conditions would be another list.
      query: issues.every(({ path }) => columns.has(path)) ? { ...query, ...(fields && { fields }) } : null,
      notes: [...new Set(issues.map(({ message }) => message))],
      mayChange: row.role === null || shares,
      version: row.version,
    });
  }
  const opening = items.filter(({ isDefault, query }) => isDefault && query !== null);
  const opens =
    opening.find(({ role }) => role === null) ??
    held.map((role) => opening.find((view) => view.role === role)).find((view) => view !== undefined);
  return { items, opens: opens?.id ?? null, mayShare: shares };
}

/** Keeps a view. Throws not-allowed for sharing without being an administrator of the whole municipality, `invalid` with the place. */
export async function saveView(
  ctx: MunicipalContext,
  list: ViewedList,
  { name, role, isDefault, query }: ViewInput,
): Promise<{ id: string; version: number }> {
  if (role !== null && !(await mayEditSettings(ctx))) throw notAllowed();
  const owner: ViewOwner = {
    municipality_id: ctx.municipality.id,
    kind: list.kind,
    user_id: role === null ? ctx.actor.id : null,
    role,
  };
  const id = ctx.newId();
  await requireFit(ctx, list, owner, { id, name, query });
  await insertView(ctx.db, {
    ...owner,
    id,
    name,
    is_default: isDefault ? 1 : 0,
    query: JSON.stringify(query),
    created_at: ctx.now,
    version: 1,
  });
  if (isDefault) await clearDefaults(ctx.db, owner, id);
  await audit(ctx, 'view.create', recordOf({ id, name }), { version: 1, ...(role === null ? {} : { role }) });
  return { id, version: 1 };
}

/** A name that the owner's other views have not, room for one more, and fields that the asker may be told. */
async function requireFit(
  ctx: MunicipalContext,
  list: ViewedList,
  owner: ViewOwner,
  { id, name, query }: { id: string; name?: string | undefined; query?: ViewQuery | undefined },
): Promise<void> {
  const others = await listViewsOfOwner(ctx.db, owner);
  const issues: FieldIssue[] = [];
  if (others.some((other) => other.name === name && other.id !== id))
    issues.push({ path: '/name', code: 'taken', message: say(ctx.language, 'records.views.taken', { name }) });
  if (others.length >= MOST_VIEWS && others.every((other) => other.id !== id))
    issues.push({
      path: '',
      code: 'too-many',
      message: say(ctx.language, 'records.views.tooMany', { most: MOST_VIEWS }),
    });
  if (query)
    for (const issue of await issuesOf(ctx, list, query)) issues.push({ ...issue, path: `/query${issue.path}` });
  if (issues.length > 0) throw invalid(issues);
}

/** A view that the asker may change. Others' own do not exist for them; a shared one they are refused. */
async function requireOwn(ctx: MunicipalContext, list: ViewedList, id: string): Promise<ViewRow> {
  const view = await readView(ctx.db, { id, municipality_id: ctx.municipality.id, kind: list.kind });
  if (!view) throw notFound();
  if (view.role === null) {
    if (view.user_id !== ctx.actor.id) throw notFound();
    return view;
  }
  if (await mayEditSettings(ctx)) return view;
  throw hasRole(ctx.actor, [view.role]) ? notAllowed() : notFound();
}

/** Renames a view, makes it the default or no longer, or keeps another filter, order and columns in it. */
export async function changeView(
  ctx: MunicipalContext,
  list: ViewedList,
  id: string,
  version: number,
  { name, isDefault, query }: ViewPatch,
): Promise<{ id: string; version: number }> {
  const view = await requireOwn(ctx, list, id);
  const owner: ViewOwner = {
    municipality_id: view.municipality_id,
    kind: view.kind,
    user_id: view.user_id,
    role: view.role,
  };
  await requireFit(ctx, list, owner, { id, name, query });
  const changed = changedFields(view, {
    name,
    is_default: isDefault === undefined ? undefined : isDefault ? 1 : 0,
    query: query && JSON.stringify(query),
  });
  const next = await updateView(ctx.db, id, version, newValues(changed));
  if (next === null) throw await staleConflict(ctx, 'list_view', id, version, { id, version: view.version });
  if (isDefault) await clearDefaults(ctx.db, owner, id);
  await audit(ctx, 'view.update', recordOf(view), { version: next, changed: tellChanges(changed) });
  return { id, version: next };
}

/** Takes a view away, for all who saw it. The list is not touched. */
export async function removeView(ctx: MunicipalContext, list: ViewedList, id: string, version: number): Promise<void> {
  const view = await requireOwn(ctx, list, id);
  if (!(await deleteView(ctx.db, id, version)))
    throw await staleConflict(ctx, 'list_view', id, version, { id, version: view.version });
  await audit(ctx, 'view.delete', recordOf(view), view.role === null ? {} : { role: view.role });
}
