import type { Db } from '../database/db.ts';
import { insertIfNew } from '../database/dialect.ts';
import type { Query } from '../database/parts.ts';
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
  /** The open draft began as what this release of the product brought. */
  release: string | null;
  /** What a release brought and nobody has taken over or put aside yet; null: nothing waits. */
  update_body: string | null;
  update_release: string | null;
  /** The number of the municipality's version that was shipped and that its newest came from. */
  update_base: number | null;
  /** Of the body that was offered last. */
  update_hash: string | null;
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

/** A municipality's open drafts, those of each kind by key; of one kind where it is named. */
export async function listDrafts(db: Db, municipalityId: string, kind?: DefinitionKind): Promise<OpenDraft[]> {
  return (await db('drafts')
    .leftJoin('users', 'users.id', 'drafts.saved_by')
    .where({ 'drafts.municipality_id': municipalityId, ...(kind && { kind }) })
    .whereNotNull('body')
    .orderBy(['kind', 'key'])
    .select('drafts.*', 'users.name as saver')) as OpenDraft[];
}

/** The open drafts of a municipality that did not begin as an update of the product, the latest first. */
export async function listOwnDrafts(
  db: Db,
  municipalityId: string,
  limit: number,
): Promise<Pick<OpenDraft, 'kind' | 'key' | 'body' | 'saved_at' | 'saver'>[]> {
  return db('drafts')
    .leftJoin('users', 'users.id', 'drafts.saved_by')
    .where({ 'drafts.municipality_id': municipalityId, release: null })
    .whereNotNull('body')
    .orderBy([{ column: 'saved_at', order: 'desc' }, 'key'])
    .limit(limit)
    .select('kind', 'key', 'body', 'saved_at', 'users.name as saver');
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
  values: Pick<DraftRow, 'base' | 'body' | 'saved_by' | 'saved_at'> & Partial<Pick<DraftRow, 'release'>>,
): Promise<number | null> {
  return updateVersion(db, 'drafts', id, version, values);
}

/**
 * Writes what waits of the product, and with a `version` the draft too. False where the row is not the one that was read: somebody has saved the
 * draft, or a release has brought another body since. What waits beside a draft leaves its version: who is writing it has missed nothing.
 */
export async function updateOffer(
  db: Db,
  { id, version, update_hash }: Pick<DraftRow, 'id' | 'version' | 'update_hash'>,
  values: Partial<DraftRow>,
): Promise<boolean> {
  return (await db('drafts').where({ id, version, update_hash }).update(values)) === 1;
}

/** The drafts of a municipality in which, or beside which, something of the product waits. */
export const draftsWithUpdates = (db: Db, municipalityId: string): Query =>
  db('drafts')
    .where({ municipality_id: municipalityId })
    .where((either) =>
      either.whereNotNull('update_body').orWhere((own) => own.whereNotNull('body').whereNotNull('release')),
    );

/** The keys of a municipality for which something of the product waits, without bodies: in a draft of its own, or `beside` the city's. */
export async function listUpdates(
  db: Db,
  municipalityId: string,
): Promise<(Pick<DraftRow, 'kind' | 'key' | 'update_release' | 'update_base'> & { beside: boolean })[]> {
  const rows: (Pick<DraftRow, 'kind' | 'key' | 'update_release' | 'update_base'> & { beside: number })[] =
    await draftsWithUpdates(db, municipalityId)
      .orderBy(['kind', 'key'])
      .select('kind', 'key', 'update_release', 'update_base', {
        beside: db.raw('case when update_body is null then 0 else 1 end'),
      });
  return rows.map((row) => ({ ...row, beside: row.beside === 1 }));
}

/** The municipalities to which this library was not offered yet. */
export async function listMunicipalitiesBefore(
  db: Db,
  library: string,
): Promise<{ id: string; code: string; name: string }[]> {
  return db('municipalities')
    .where((unlike) => unlike.whereNull('library').orWhereNot({ library }))
    .orderBy('code')
    .select('id', 'code', 'name');
}

export async function readLibraryMark(db: Db, municipalityId: string): Promise<string | null> {
  const row = await db('municipalities').where({ id: municipalityId }).first<{ library: string | null }>('library');
  return row?.library ?? null;
}

export async function markLibrary(db: Db, municipalityId: string, library: string): Promise<void> {
  await db('municipalities').where({ id: municipalityId }).update({ library });
}
