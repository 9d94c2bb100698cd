import type { Knex } from 'knex';
import type { Db } from '../../../database/db.ts';
import { isPostgres, rowsAtOnce } from '../../../database/dialect.ts';
import { readPage, type Page, type Paging } from '../../../database/paging.ts';
import { MOST_COUNTED } from '../../../database/parts.ts';

export type RetentionRow = {
  needs_kept_years: number | null;
  audit_kept_years: number | null;
  erasure_approver: string | null;
  version: number;
};

export async function readRetentionRow(db: Db, municipalityId: string): Promise<RetentionRow> {
  const row = await db('municipalities')
    .where({ id: municipalityId })
    .first<RetentionRow | undefined>('needs_kept_years', 'audit_kept_years', 'erasure_approver', 'version');
  if (!row) throw new Error('no municipality');
  return row;
}

/** Of two who draw up a list at once, the other waits here until the transaction ends. On SQLite there is one at a time anyway. */
export async function lockLists(db: Db, municipalityId: string): Promise<void> {
  if (isPostgres(db)) await db('municipalities').where({ id: municipalityId }).forNoKeyUpdate().first('id');
}

/** Who administers the whole municipality today. */
export async function listRootAdministrators(
  db: Db,
  municipalityId: string,
  rootId: string,
  today: string,
): Promise<{ id: string; name: string }[]> {
  return db('users')
    .whereIn(
      'id',
      db('memberships')
        .where({ municipality_id: municipalityId, area_id: rootId, role: 'administrator' })
        .whereNull('ended_at')
        .where('starts_on', '<=', today)
        .where((any) => any.whereNull('ends_on').orWhere('ends_on', '>=', today))
        .select('user_id'),
    )
    .whereNull('disabled_at')
    .orderBy('name')
    .select('id', 'name');
}

/** So long after its approval a list's needs may still be going; what has not gone by then is due again. */
const GOING_MS = 86_400_000;

/** Needs that were closed before an instant and hold what is personal, without those on a list that waits or is being carried out `now`. */
const dueNeeds = (db: Db, municipalityId: string, before: string, now: string): Knex.QueryBuilder =>
  db('needs')
    .where({ municipality_id: municipalityId, erased_at: null })
    .where('closed_at', '<', before)
    .whereNotIn(
      'id',
      db('erasure_list_needs')
        .join('erasure_lists', 'erasure_lists.id', 'erasure_list_needs.list_id')
        .where({ municipality_id: municipalityId, outcome: 'listed' })
        .where((any) =>
          any.whereNull('approved_at').orWhere('approved_at', '>', new Date(Date.parse(now) - GOING_MS).toISOString()),
        )
        .select('need_id'),
    );

export async function countDueNeeds(db: Db, municipalityId: string, before: string, now: string): Promise<number> {
  const row = (await dueNeeds(db, municipalityId, before, now).count({ total: '*' }).first()) as {
    total: number | string;
  };
  return Number(row.total);
}

/** Those closed first, first. */
export async function listDueNeeds(
  db: Db,
  municipalityId: string,
  before: string,
  now: string,
  limit: number,
): Promise<string[]> {
  return dueNeeds(db, municipalityId, before, now).orderBy(['closed_at', 'id']).limit(limit).pluck<string[]>('id');
}

export type ErasureListRow = {
  id: string;
  municipality_id: string;
  number: number;
  closed_before: string;
  created_by: string | null;
  created_at: string;
  approved_by: string | null;
  approved_at: string | null;
  version: number;
};
export type NamedListRow = ErasureListRow & { creator: string | null; approver: string | null };

const lists = (db: Db, municipalityId: string): Knex.QueryBuilder =>
  db('erasure_lists')
    .leftJoin('users as creators', 'creators.id', 'erasure_lists.created_by')
    .leftJoin('users as approvers', 'approvers.id', 'erasure_lists.approved_by')
    .where({ 'erasure_lists.municipality_id': municipalityId })
    .select('erasure_lists.*', 'creators.name as creator', 'approvers.name as approver');

export async function readErasureList(db: Db, municipalityId: string, id: string): Promise<NamedListRow | undefined> {
  return (await lists(db, municipalityId).where({ 'erasure_lists.id': id }).first()) as NamedListRow | undefined;
}

export type CountedListRow = NamedListRow & { needs: number; erased: number };

/** Newest first, each with how many needs it has and how many of them are erased. */
export async function listErasureLists(db: Db, municipalityId: string, paging: Paging): Promise<Page<CountedListRow>> {
  const query = lists(db, municipalityId);
  const page = await readPage<NamedListRow>(
    query,
    [{ column: 'erasure_lists.number', direction: 'desc', integer: true }],
    paging,
    query,
    MOST_COUNTED,
  );
  return { ...page, items: await countListed(db, page.items) };
}

/** With how many needs each has and how many of them are erased. */
export async function countListed(db: Db, rows: NamedListRow[]): Promise<CountedListRow[]> {
  const counts = (await db('erasure_list_needs')
    .whereIn(
      'list_id',
      rows.map((row) => row.id),
    )
    .groupBy('list_id', 'outcome')
    .select('list_id', 'outcome')
    .count({ total: '*' })) as { list_id: string; outcome: Outcome; total: number | string }[];
  const of = (id: string, outcome?: Outcome): number =>
    counts
      .filter((row) => row.list_id === id && (outcome === undefined || row.outcome === outcome))
      .reduce((sum, row) => sum + Number(row.total), 0);
  return rows.map((row) => ({ ...row, needs: of(row.id), erased: of(row.id, 'erased') }));
}

export async function findWaitingList(db: Db, municipalityId: string): Promise<ErasureListRow | undefined> {
  return db<ErasureListRow>('erasure_lists')
    .where({ municipality_id: municipalityId })
    .whereNull('approved_at')
    .first();
}

/** For the home page: after how many years needs are erased, who approves lists of them, the list that waits, and when one was drawn up last. */
export async function readRetentionHome(
  db: Db,
  municipalityId: string,
): Promise<
  Pick<RetentionRow, 'needs_kept_years' | 'erasure_approver'> & {
    list_id: string | null;
    list_number: number | null;
    list_created_at: string | null;
    last_list_at: string | null;
  }
> {
  return db('municipalities')
    .leftJoin('erasure_lists as waiting', (on) =>
      on.on('waiting.municipality_id', 'municipalities.id').andOnNull('waiting.approved_at'),
    )
    .where('municipalities.id', municipalityId)
    .first('needs_kept_years', 'erasure_approver', {
      list_id: 'waiting.id',
      list_number: 'waiting.number',
      list_created_at: 'waiting.created_at',
      last_list_at: db('erasure_lists').where({ municipality_id: municipalityId }).max('created_at'),
    });
}

export async function insertErasureList(db: Db, row: ErasureListRow, needIds: string[]): Promise<void> {
  await db('erasure_lists').insert(row);
  const items = needIds.map((need_id) => ({ list_id: row.id, need_id, outcome: 'listed' }));
  for (let from = 0; from < items.length; from += rowsAtOnce)
    await db('erasure_list_needs').insert(items.slice(from, from + rowsAtOnce));
}

export async function listListedIds(db: Db, listId: string): Promise<string[]> {
  return db('erasure_list_needs')
    .join('needs', 'needs.id', 'erasure_list_needs.need_id')
    .where({ list_id: listId })
    .orderBy(['needs.closed_at', 'needs.number'])
    .pluck<string[]>('need_id');
}

export type Outcome = 'listed' | 'left-out' | 'erased' | 'kept';
export type ListedNeedRow = {
  need_id: string;
  outcome: Outcome;
  done_at: string | null;
  number: number;
  title: string;
  closed_at: string | null;
  area_id: string;
  area_name: string;
  area_kind: string;
  area_closed_at: string | null;
};

export async function listListedNeeds(db: Db, listId: string, paging: Paging): Promise<Page<ListedNeedRow>> {
  const query = db('erasure_list_needs')
    .join('needs', 'needs.id', 'erasure_list_needs.need_id')
    .join('areas', 'areas.id', 'needs.area_id')
    .where({ list_id: listId });
  const closed = db.raw("coalesce(needs.closed_at, '')");
  return readPage<ListedNeedRow>(
    query
      .clone()
      .select(
        'need_id',
        'outcome',
        'done_at',
        'needs.number',
        'needs.title',
        'needs.closed_at',
        'areas.id as area_id',
        'areas.name as area_name',
        'areas.kind as area_kind',
        'areas.closed_at as area_closed_at',
      )
      .select({ sorted_closed: closed }),
    [
      { column: closed, field: 'sorted_closed' },
      { column: 'needs.number', integer: true },
    ],
    paging,
    query,
    MOST_COUNTED,
  );
}

/** What was to go and did not: it was opened again. */
export async function setKept(db: Db, listId: string, needId: string): Promise<void> {
  await db('erasure_list_needs').where({ list_id: listId, need_id: needId }).update({ outcome: 'kept' });
}

/** False where it does not stand on the list as `listed` any more. */
export async function setOutcome(
  db: Db,
  listId: string,
  needId: string,
  outcome: Outcome,
  doneAt: string | null = null,
): Promise<boolean> {
  const changed = await db('erasure_list_needs')
    .where({ list_id: listId, need_id: needId, outcome: 'listed' })
    .update({ outcome, done_at: doneAt });
  return changed === 1;
}
