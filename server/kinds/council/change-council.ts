import { updateVersion } from '../../database/versioned.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { changedFields, staleConflict } from '../../kernel/stale.ts';
import { findCouncil } from './find-council.ts';
import { searchText } from './search-text.ts';

export type CouncilChange = {
  name?: string | undefined;
  nameKana?: string | undefined;
  localName?: string | null | undefined;
  closed?: boolean | undefined;
};

/** Renames, closes or reopens a council. For administrators of the area. Throws `stale` when somebody changed it first. */
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
  const closed_at =
    change.closed === undefined ? council.closed_at : change.closed ? (council.closed_at ?? ctx.now) : null;
  const next = await updateVersion(ctx.db, 'councils', id, version, {
    ...names,
    closed_at,
    search: searchText({ ...council, ...names }),
  });
  if (next === null)
    throw await staleConflict(ctx, 'council', id, version, {
      id,
      version: council.version,
      name: council.name,
      nameKana: council.name_kana,
      localName: council.local_name,
    });
  await audit(
    ctx,
    'council.change',
    { kind: 'council', id, title: names.name },
    {
      version: next,
      changed: tellChanges(changedFields({ ...council }, { ...names, closed_at }), [
        ...Object.keys(names),
        'closed_at',
      ]),
    },
  );
  return { id, version: next };
}
