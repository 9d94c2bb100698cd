import type { Db } from '../database/db.ts';
import { insertIfNew } from '../database/dialect.ts';
import type { DefinitionKind } from '../definitions/store.ts';
import { updateVersion } from '../database/versioned.ts';

export type DraftRow = {
  id: string;
  municipality_id: string;
  kind: DefinitionKind;
  key: string;
  /** The published number that it began with. */
  base: number | null;
  /** JSON; null: given up or published. The row stays so that its version goes on counting. */
  body: string | null;
  saved_by: string | null;
  saved_at: string;
  version: number;
};

/** An open draft with who saved it last. */
export type OpenDraft = DraftRow & { body: string; saver: string | null };

export async function readDraftRow(
  db: Db,
  municipalityId: string,
  kind: DefinitionKind,
  key: string,
): Promise<(DraftRow & { saver: string | null }) | undefined> {
  return (await db('drafts')
    .leftJoin('users', 'users.id', 'drafts.saved_by')
    .where({ 'drafts.municipality_id': municipalityId, kind, key })
    .first('drafts.*', 'users.name as saver')) as (DraftRow & { saver: string | null }) | undefined;
}

/** A municipality's open drafts of a kind. */
export async function listDrafts(db: Db, municipalityId: string, kind: DefinitionKind): Promise<OpenDraft[]> {
  return (await db('drafts')
    .leftJoin('users', 'users.id', 'drafts.saved_by')
    .where({ 'drafts.municipality_id': municipalityId, kind })
    .whereNotNull('body')
    .orderBy('key')
    .select('drafts.*', 'users.name as saver')) as OpenDraft[];
}

/** False where somebody was quicker. */
export async function insertDraft(db: Db, row: DraftRow): Promise<boolean> {
  return insertIfNew(db, (savepoint) => savepoint('drafts').insert(row));
}

/** Answers the new version, or null when somebody was there first. */
export async function updateDraft(
  db: Db,
  id: string,
  version: number,
  values: Pick<DraftRow, 'base' | 'body' | 'saved_by' | 'saved_at'>,
): Promise<number | null> {
  return updateVersion(db, 'drafts', id, version, values);
}
