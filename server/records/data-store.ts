import type { Knex } from 'knex';
import type { Db } from '../database/db.ts';
import { anywhere, monthInJapan } from '../database/dialect.ts';
import { readPage, type Page, type Paging, type SortKey } from '../database/paging.ts';
import { countFound, readCountedParts, type Part } from '../database/parts.ts';
import { inStandings, type Standings } from '../database/standings.ts';
import { holding, updateVersion } from '../database/versioned.ts';
import {
  findByFields,
  joinCounted,
  sortByField,
  whereFields,
  type FieldFilter,
  type FieldMatches,
  type FieldSort,
} from '../decisions/field-values-store.ts';
import type { MovingRow } from './moving-row.ts';

export type DataRow = MovingRow & {
  kind: string;
  area_id: string;
  year: number;
  number: number;
  form_id: string;
  submission_id: string;
  /** JSON. */
  answers: string;
  search: string;
  created_by: string | null;
  created_at: string;
  /** When it was begun or a step was last taken, also one that left it where it stands. */
  moved_at: string;
  /** The day on which it is to be looked at again, as it was last said. */
  review_on: string | null;
};

/** A record with where it is. */
export type PlacedDataRow = DataRow & {
  area_name: string;
  area_kind: string;
  area_closed_at: string | null;
  area_path: string;
};

/**
 * One way of reaching records: in these areas, where they stand so; null: whatever it is. `names`: all of their words may be searched; else
 * their numbers, and the titles of those answered on these versions of the form.
 */
export type DataReach = {
  areaIds: string[] | null;
  /** Only those that name one of these bodies in an entry whose own consent holds on this day; null: not asked. */
  toldTo: { bodies: string[]; today: string } | null;
  standings: Standings | null;
  names: boolean;
  titledFormIds: string[];
};

export type DataFilter = {
  municipalityId: string;
  kind: string;
  /** Where the asker sees records, and where words are searched. */
  seen: DataReach[];
  /** Where the asker may do what is asked beside that; nothing: no more is asked. */
  also?: DataReach[];
  /** Normalised words; all of them must be found. */
  words: string[];
  areaIds?: string[];
  standings?: Standings;
  /** Beside that: in this column of the board. */
  column?: Standings;
  /** By fields of its form. */
  fields?: readonly FieldFilter[];
};

const placed = (db: Db): Knex.QueryBuilder => db('records').join('areas', 'areas.id', 'records.area_id');
const columns = [
  'records.*',
  'areas.name as area_name',
  'areas.kind as area_kind',
  'areas.closed_at as area_closed_at',
  'areas.path as area_path',
];

export async function insertDataRow(db: Db, row: DataRow): Promise<void> {
  await db('records').insert(row);
}

/** Changes a record where it still has the version that the writer saw; null when somebody was there first. */
export const updateDataRow = (db: Db, id: string, version: number, values: Partial<DataRow>): Promise<number | null> =>
  updateVersion(db, 'records', id, version, values);

export async function readDataRow(
  db: Db,
  municipalityId: string,
  kind: string,
  id: string,
): Promise<PlacedDataRow | undefined> {
  return (await placed(db)
    .where({ 'records.municipality_id': municipalityId, 'records.kind': kind, 'records.id': id })
    .first(columns)) as PlacedDataRow | undefined;
}

export async function readDataRows(
  db: Db,
  municipalityId: string,
  kind: string,
  ids: string[],
): Promise<PlacedDataRow[]> {
  return (await placed(db)
    .where({ 'records.municipality_id': municipalityId, 'records.kind': kind })
    .whereIn('records.id', ids)
    .select(columns)) as PlacedDataRow[];
}

/** What a kind's records were answered with last, as JSON. */
export const listAnswers = (db: Db, municipalityId: string, kind: string): Promise<string[]> =>
  db('records').where({ municipality_id: municipalityId, kind }).orderBy('id').pluck('answers') as Promise<string[]>;

/** Does another record or an agenda name it, or has somebody begun something on it? */
export async function isUsed(db: Db, municipalityId: string, kind: string, id: string): Promise<boolean> {
  const record = { record_kind: kind, record_id: id };
  return (
    (await db('record_ties').where({ municipality_id: municipalityId, to_kind: kind, to_id: id }).first('id')) !==
      undefined ||
    (await db('agenda_ties').where({ municipality_id: municipalityId, to_kind: kind, to_id: id }).first('id')) !==
      undefined ||
    (await db('answer_drafts').where(record).first('id')) !== undefined ||
    (await db('services').where(record).first('id')) !== undefined
  );
}

/**
 * Takes away a record that has only been begun, with its history, its answers and what was still to be done for it. False where more has been done with
 * it by now: the transaction is then to be given up.
 */
export async function deleteNewRecord(db: Db, kind: string, id: string): Promise<boolean> {
  const record = { record_kind: kind, record_id: id };
  await db('record_ties').where({ from_kind: kind, from_id: id }).delete();
  await db('field_values').where({ kind, record_id: id }).delete();
  await db('effects')
    .where({ ...record, status: 'pending' })
    .update({ status: 'cancelled' });
  await db('events').where(record).delete();
  const deleted = await db('records').where({ kind, id, version: 1 }).delete();
  await db('submissions').where(record).delete();
  return deleted === 1;
}

/** After this one those that are found by nothing but their number, by id; nobody changes one before the transaction ends. */
export async function listUnsearched(db: Db, municipalityId: string, after: string, limit: number): Promise<DataRow[]> {
  const rows = db<DataRow>('records')
    .where({ municipality_id: municipalityId })
    .where('id', '>', after)
    .where('search', 'like', '%\n\n')
    .orderBy('id')
    .limit(limit);
  return holding(db, rows, 'records');
}

/** What was answered in those of a kind that stand so in one of these areas. */
export async function listStandingRows(
  db: Db,
  municipalityId: string,
  kind: string,
  standings: Standings,
  areaIds: readonly string[],
): Promise<Pick<DataRow, 'form_id' | 'answers'>[]> {
  const query = db('records').where({ municipality_id: municipalityId, kind }).whereIn('area_id', areaIds);
  return (await inStandings(query, 'records', standings).select('form_id', 'answers')) as Pick<
    DataRow,
    'form_id' | 'answers'
  >[];
}

/** Those of a kind in one area, the first begun first. */
export const listRowsOfArea = (db: Db, municipalityId: string, kind: string, areaId: string): Promise<DataRow[]> =>
  db<DataRow>('records')
    .where({ municipality_id: municipalityId, kind, area_id: areaId })
    .orderBy(['created_at', 'id']);

/** Has the kind a record yet? */
export const isAnyRecord = async (db: Db, municipalityId: string, kind: string): Promise<boolean> =>
  (await db('records').where({ municipality_id: municipalityId, kind }).first('id')) !== undefined;

/** Of number, title and the rest, each a line, only what the asker may be told is searched, so that a hit gives nothing away. */
function reached(
  query: Knex.QueryBuilder,
  { areaIds, toldTo, standings, names, titledFormIds }: DataReach,
  words: string[],
): void {
  const like = (any: Knex.QueryBuilder, pattern: string): void =>
    void any.orWhereRaw("records.search like ? escape '\\'", [pattern]);
  query.whereRaw('1 = 1');
  if (areaIds) query.whereIn('records.area_id', areaIds);
  if (toldTo)
    query.whereExists((tie) => {
      tie
        .from('record_ties')
        .whereRaw('record_ties.from_id = records.id and record_ties.submission_id = records.submission_id');
      tie.whereIn('record_ties.to_id', toldTo.bodies).where('record_ties.told_before', '>', toldTo.today);
    });
  if (standings) inStandings(query, 'records', standings);
  for (const word of words)
    query.where((any) => {
      if (names) return like(any, anywhere(word));
      like(any, `${anywhere(word)}\n%\n%`);
      if (titledFormIds.length > 0)
        any.orWhere((titled) => {
          titled.whereIn('records.form_id', titledFormIds);
          titled.whereRaw("records.search like ? escape '\\'", [`${anywhere(word)}\n%`]);
        });
    });
}

function within(query: Knex.QueryBuilder, filter: DataFilter): Knex.QueryBuilder {
  query.where({ 'records.municipality_id': filter.municipalityId, 'records.kind': filter.kind });
  const byOne = (ways: DataReach[], words: string[]): Knex.QueryBuilder =>
    query.where((any) => {
      any.whereRaw('1 = 0');
      for (const way of ways) any.orWhere((query) => reached(query, way, words));
    });
  byOne(filter.seen, filter.words);
  if (filter.also) byOne(filter.also, []);
  if (filter.areaIds) query.whereIn('records.area_id', filter.areaIds);
  if (filter.standings) inStandings(query, 'records', filter.standings);
  if (filter.column) inStandings(query, 'records', filter.column);
  return query;
}

/** Of each group the records with which nothing has been done for longest. `due`: those alone whose day of looking again has come; who has none, by the day of the last step. */
export const listWaitingRows = (
  db: Db,
  municipalityId: string,
  groups: (Pick<DataFilter, 'kind' | 'seen'> & {
    standings: Standings;
    before: string | null;
    due: { by: string; before: string } | null;
  })[],
  limit: number,
): Promise<(PlacedDataRow & Part)[]> =>
  readCountedParts<PlacedDataRow>(
    db,
    groups.map(({ before, due, ...group }) => {
      const query = within(placed(db), { ...group, municipalityId, words: [] });
      if (before !== null) query.where('records.moved_at', '<', before);
      if (due)
        query.where((is) => {
          is.where('records.review_on', '<=', due.by);
          is.orWhere((none) => none.whereNull('records.review_on').where('records.moved_at', '<', due.before));
        });
      return query.orderBy(['records.moved_at', 'records.id']).select(columns);
    }),
    limit,
  );

/** Of each kind the latest records that hold the words that may be searched. */
export const listFoundRows = (
  db: Db,
  municipalityId: string,
  kinds: Pick<DataFilter, 'kind' | 'seen' | 'words'>[],
  limit: number,
): Promise<(PlacedDataRow & Part)[]> =>
  readCountedParts<PlacedDataRow>(
    db,
    kinds.map((filter) =>
      within(placed(db), { ...filter, municipalityId })
        .orderBy([
          { column: 'records.year', order: 'desc' },
          { column: 'records.number', order: 'desc' },
        ])
        .select(columns),
    ),
    limit,
  );

/** How many stand where. */
export async function countDataRows(
  db: Db,
  filter: DataFilter,
): Promise<{ workflow_id: string; state: string; count: number }[]> {
  const rows = (await within(db('records'), filter)
    .groupBy('records.workflow_id', 'records.state')
    .select('records.workflow_id', 'records.state')
    .count({ count: '*' })) as { workflow_id: string; state: string; count: number | string }[];
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** Reads which records the conditions on fields hold for, where they are few; answers what narrows a query to all that is asked. */
async function withFields(db: Db, filter: DataFilter): Promise<(query: Knex.QueryBuilder) => Knex.QueryBuilder> {
  const matches: FieldMatches = await findByFields(db, filter.municipalityId, filter.fields ?? []);
  return (query) => {
    whereFields(db, within(query, filter), 'records.id', filter.municipalityId, matches);
    return query;
  };
}

/** A page of a kind's records in the order of a field, else the latest number first. */
export async function listDataRows(
  db: Db,
  filter: DataFilter,
  sort: FieldSort | null,
  paging: Paging,
): Promise<Page<PlacedDataRow>> {
  const find = await withFields(db, filter);
  const query = find(placed(db)).select(columns);
  const keys: SortKey[] = [
    ...(sort ? sortByField(db, query, 'records.id', sort) : []),
    { column: 'records.year', direction: 'desc', integer: true },
    { column: 'records.number', direction: 'desc', integer: true },
  ];
  return readPage<PlacedDataRow>(query, keys, paging, find(db('records')));
}

/** What a register's records can be counted by, beside fields of its form; `month`: in which they were begun. */
export type DataCountedBy = 'area' | 'stage' | 'month';

/** How many records the filter finds, by what stands in a column of theirs or in a field. By stage: by state and `workflow_id`. */
export async function countDataBy(
  db: Db,
  filter: DataFilter,
  by: DataCountedBy | { field: string },
): Promise<{ value: string; workflow_id?: string; count: number }[]> {
  const query = (await withFields(db, filter))(db('records'));
  const columns: Record<DataCountedBy, string | Knex.Raw> = {
    area: 'records.area_id',
    stage: 'records.state',
    month: monthInJapan(db, 'records.created_at'),
  };
  if (typeof by === 'object') joinCounted(query, 'records.id', filter.kind, by.field);
  const column = typeof by === 'object' ? 'counted.text' : columns[by];
  query.select({ value: column }).groupBy(column as string);
  if (by === 'stage') query.select('records.workflow_id').groupBy('records.workflow_id');
  const rows = (await query.count({ count: '*' })) as { value: string; workflow_id?: string; count: number | string }[];
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** How many records the filter finds, and their ids where they are no more than `mostIds`. */
export async function countDataFound(
  db: Db,
  filter: DataFilter,
  mostIds: number,
): Promise<{ total: number; ids: string[] }> {
  return countFound((await withFields(db, filter))(db('records')), 'records.id', mostIds);
}
