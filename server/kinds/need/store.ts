import type { Knex } from 'knex';
import type { Db } from '../../database/db.ts';
import { anywhere, joinLines } from '../../database/dialect.ts';
import { countFound as countIn, MOST_COUNTED } from '../../database/parts.ts';
import { inStandings, type Standings } from '../../database/standings.ts';
import { readPage, type Page, type Paging, type SortKey } from '../../database/paging.ts';
import { holding, updateVersion } from '../../database/versioned.ts';
import {
  findByFields,
  joinCounted,
  sortByField,
  whereFields,
  type FieldFilter,
  type FieldSort,
} from '../../decisions/field-values-store.ts';

export type NeedRow = {
  id: string;
  municipality_id: string;
  area_id: string;
  number: number;
  scope: 'individual' | 'community';
  title: string;
  resident_name: string | null;
  resident_kana: string | null;
  /** Whose it is; null: the community's, or nobody has decided yet. */
  person_id: string | null;
  urgency: 'low' | 'normal' | 'high';
  urgency_rank: number;
  consent: 'given' | 'not-given' | 'not-needed';
  consent_scope: string;
  consent_override: string;
  links: string;
  submission_id: string;
  received_on: string;
  closed_at: string | null;
  /** What was personal has been taken out, for good. */
  erased_at: string | null;
  /** When somebody last saw how things go. */
  checked_on: string | null;
  search: string;
  created_by: string | null;
  created_at: string;
  workflow_id: string;
  snapshot: string;
  state: string;
  state_since: string;
  version: number;
};

/** A need with where it is. */
export type PlacedNeed = NeedRow & {
  area_name: string;
  area_kind: string;
  area_closed_at: string | null;
  area_path: string;
};

/** Where the asker may look: below which paths, only the community's needs or all, and with names or without. */
export type NeedReach = { paths: string[]; communityOnly: boolean; names: boolean };

export type NeedFilter = {
  municipalityId: string;
  /** The municipality's areas: they are few and needs are many, so the needs are found by the areas' ids. */
  areas: readonly { id: string; path: string }[];
  reach: NeedReach[];
  /** Normalised words; all of them must be found. */
  words: string[];
  areaPath?: string;
  type?: string;
  standings?: Standings;
  urgency?: string;
  scope?: string;
  /** Received on this day or later, or earlier. */
  receivedFrom?: string;
  receivedTo?: string;
  /** By fields of forms. */
  fields?: FieldFilter[];
};

export type NeedSort = 'newest' | 'oldest' | 'urgency';

const placed = (db: Db): Knex.QueryBuilder => db('needs').join('areas', 'areas.id', 'needs.area_id');
export const placedColumns = [
  'needs.*',
  'areas.name as area_name',
  'areas.kind as area_kind',
  'areas.closed_at as area_closed_at',
  'areas.path as area_path',
];

/** Adds a need with its service types. */
export async function insertNeed(db: Db, row: NeedRow, types: string[]): Promise<void> {
  await db('needs').insert(row);
  await insertNeedTypes(db, row.id, types);
}

async function insertNeedTypes(db: Db, needId: string, types: string[]): Promise<void> {
  if (types.length > 0) await db('need_types').insert(types.map((type_key) => ({ need_id: needId, type_key })));
}

/** Gives a need these service types and no others. */
export async function replaceNeedTypes(db: Db, needId: string, types: string[]): Promise<void> {
  await db('need_types').where({ need_id: needId }).delete();
  await insertNeedTypes(db, needId, types);
}

/** Puts one service type in the place of another in these needs, once where they have both. */
export async function exchangeNeedType(db: Db, needIds: string[], from: string, to: string): Promise<void> {
  const having = db('need_types').where({ type_key: to }).whereIn('need_id', needIds).select('need_id');
  const former = () => db('need_types').where({ type_key: from }).whereIn('need_id', needIds);
  await former().whereIn('need_id', having).delete();
  await former().update({ type_key: to });
}

/** Changes a need where it still has the version that the writer saw; null when somebody was there first. */
export async function updateNeed(
  db: Db,
  id: string,
  version: number,
  values: Partial<NeedRow>,
): Promise<number | null> {
  return updateVersion(db, 'needs', id, version, values);
}

export async function readNeed(db: Db, municipalityId: string, id: string): Promise<PlacedNeed | undefined> {
  return (await placed(db).where({ 'needs.municipality_id': municipalityId, 'needs.id': id }).first(placedColumns)) as
    PlacedNeed | undefined;
}

export async function readNeeds(db: Db, ids: string[]): Promise<PlacedNeed[]> {
  return (await placed(db).whereIn('needs.id', ids).select(placedColumns)) as PlacedNeed[];
}

/** The ids of open needs in these areas, oldest first, for who moves them all. */
export async function listOpenIn(db: Db, municipalityId: string, areaIds: readonly string[]): Promise<string[]> {
  const open = db('needs')
    .where({ municipality_id: municipalityId })
    .whereIn('area_id', areaIds)
    .whereNull('closed_at')
    .orderBy('number');
  return holding(db, open, 'needs').pluck<string[]>('id');
}

/** The ids of open needs that ask for a type of service, oldest first, for who moves them all. */
export async function listOpenOfType(db: Db, municipalityId: string, key: string): Promise<string[]> {
  const open = db('needs')
    .join('need_types', 'need_types.need_id', 'needs.id')
    .where({ 'needs.municipality_id': municipalityId, 'need_types.type_key': key })
    .whereNull('needs.closed_at')
    .orderBy('needs.number');
  return holding(db, open, 'needs').pluck<string[]>('needs.id');
}

/** The ids of a municipality's needs with these numbers. */
export async function findNeedIds(db: Db, municipalityId: string, numbers: number[]): Promise<string[]> {
  return db('needs').where({ municipality_id: municipalityId }).whereIn('number', numbers).pluck<string[]>('id');
}

/** A resident's needs, newest first. */
export async function listNeedsOf(db: Db, municipalityId: string, personId: string): Promise<PlacedNeed[]> {
  return (await placed(db)
    .where({ 'needs.municipality_id': municipalityId, 'needs.person_id': personId })
    .orderBy([
      { column: 'needs.received_on', order: 'desc' },
      { column: 'needs.number', order: 'desc' },
    ])
    .select(placedColumns)) as PlacedNeed[];
}

/** How many needs each of these residents has. */
export async function countNeedsOf(db: Db, personIds: string[]): Promise<Map<string, number>> {
  const rows = (await db('needs')
    .whereIn('person_id', personIds)
    .groupBy('person_id')
    .select('person_id')
    .count({ needs: '*' })) as { person_id: string; needs: number | string }[];
  return new Map(rows.map((row) => [row.person_id, Number(row.needs)]));
}

/** Needs of individuals in these areas of whom nobody has said who they are, where a resident's normalised kana (without spaces) stands among the names; newest first. */
export async function listUnlinked(
  db: Db,
  municipalityId: string,
  areaIds: string[],
  kana: string,
): Promise<PlacedNeed[]> {
  if (kana === '') return [];
  return (
    (await placed(db)
      .where({ 'needs.municipality_id': municipalityId, 'needs.scope': 'individual', 'needs.person_id': null })
      .whereIn('needs.area_id', areaIds)
      // Names stand behind the line end, the last ones without spaces.
      .whereRaw("needs.search like ? escape '\\'", [`%\n${anywhere(kana)}`])
      .orderBy('needs.number', 'desc')
      .limit(20)
      .select(placedColumns)) as PlacedNeed[]
  );
}

/** What all needs hold now, as JSON. */
export const listIntakes = (db: Db, municipalityId: string): Promise<string[]> =>
  db('needs')
    .join('submissions', 'submissions.id', 'needs.submission_id')
    .where({ 'needs.municipality_id': municipalityId })
    .orderBy('needs.id')
    .pluck('submissions.answers') as Promise<string[]>;

/** Needs of individuals of whom nobody has said who they are, and that may be a resident's: one of these normalised kana stands among the names, or a way of writing their telephone in the intake. */
export async function listUndecided(
  db: Db,
  municipalityId: string,
  kana: string[],
  telephones: string[],
): Promise<PlacedNeed[]> {
  if (kana.length + telephones.length === 0) return [];
  return (await placed(db)
    .join('submissions', 'submissions.id', 'needs.submission_id')
    .where({
      'needs.municipality_id': municipalityId,
      'needs.scope': 'individual',
      'needs.person_id': null,
      'needs.erased_at': null,
    })
    .where((any) => {
      for (const spelling of kana) void any.orWhereRaw("needs.search like ? escape '\\'", [`%\n${anywhere(spelling)}`]);
      for (const telephone of telephones)
        void any.orWhereRaw("submissions.answers like ? escape '\\'", [anywhere(telephone)]);
    })
    .orderBy('needs.number')
    .select(placedColumns)) as PlacedNeed[];
}

/** Service types of each of these needs. */
export async function listNeedTypes(db: Db, needIds: string[]): Promise<Map<string, string[]>> {
  const rows = (await db('need_types')
    .whereIn('need_id', needIds)
    .orderBy('type_key')
    .select('need_id', 'type_key')) as { need_id: string; type_key: string }[];
  const types = new Map<string, string[]>();
  for (const row of rows) types.set(row.need_id, [...(types.get(row.need_id) ?? []), row.type_key]);
  return types;
}

/**
 * `search` holds `number title`, a line end, and the resident's names. An asker who may not know names
 * searches only what stands before the line end, so that a hit gives no name away.
 */
const holdsWord = (query: Knex.QueryBuilder, word: string, names: boolean): Knex.QueryBuilder =>
  query.whereRaw("needs.search like ? escape '\\'", [names ? anywhere(word) : `${anywhere(word)}\n%`]);

function within(query: Knex.QueryBuilder, filter: NeedFilter): Knex.QueryBuilder {
  const areaIdsBelow = (path: string): string[] =>
    filter.areas.filter((area) => area.path.startsWith(path)).map((area) => area.id);
  query.where('needs.municipality_id', filter.municipalityId).where((any) => {
    any.whereRaw('1 = 0');
    for (const reach of filter.reach)
      any.orWhere((query) => {
        query.whereIn('needs.area_id', reach.paths.flatMap(areaIdsBelow));
        if (reach.communityOnly) query.where('needs.scope', 'community');
        for (const word of filter.words) holdsWord(query, word, reach.names);
      });
  });
  if (filter.areaPath) query.whereIn('needs.area_id', areaIdsBelow(filter.areaPath));
  if (filter.type)
    query.whereExists((types) =>
      types
        .from('need_types')
        .whereRaw('need_types.need_id = needs.id')
        .where('need_types.type_key', filter.type)
        .select('need_id'),
    );
  if (filter.standings) inStandings(query, 'needs', filter.standings);
  if (filter.urgency) query.where('needs.urgency', filter.urgency);
  if (filter.scope) query.where('needs.scope', filter.scope);
  if (filter.receivedFrom) query.where('needs.received_on', '>=', filter.receivedFrom);
  if (filter.receivedTo) query.where('needs.received_on', '<=', filter.receivedTo);
  return query;
}

/** `type_keys`: its service types, a line each. */
export type ListedRow = PlacedNeed & { type_keys: string | null };

/** A page of needs in the order asked for, or in that of a field: those without a value last. */
export async function listNeeds(
  db: Db,
  filter: NeedFilter,
  sort: NeedSort | FieldSort,
  paging: Paging,
): Promise<Page<ListedRow>> {
  const byFields = await findByFields(db, filter.municipalityId, filter.fields ?? []);
  const find = (query: Knex.QueryBuilder): Knex.QueryBuilder => {
    whereFields(db, within(query, filter), 'needs.id', filter.municipalityId, byFields);
    return query;
  };
  const query = find(placed(db)).select(placedColumns);
  const byDay = (direction: 'asc' | 'desc'): SortKey[] => [
    { column: 'needs.received_on', direction },
    { column: 'needs.number', direction, integer: true },
  ];
  const counting = find(db('needs'));
  // Of the few on the page, not of all that are put in order.
  const withTypes = (page: Knex.QueryBuilder): Knex.QueryBuilder =>
    db
      .select('page.*', {
        type_keys: db('need_types').whereRaw('need_types.need_id = page.id').select(joinLines(db, 'type_key')),
      })
      .from(page.as('page'));
  if (typeof sort === 'object') {
    const keys = [...sortByField(db, query, 'needs.id', sort), ...byDay('desc')];
    return readPage<ListedRow>(query, keys, paging, counting, MOST_COUNTED, withTypes);
  }
  const keys = byDay(sort === 'newest' ? 'desc' : 'asc');
  return readPage<ListedRow>(
    query,
    sort === 'urgency' ? [{ column: 'needs.urgency_rank', integer: true }, ...keys] : keys,
    paging,
    counting,
    MOST_COUNTED,
    withTypes,
  );
}

/** What needs can be counted by, beside fields of forms; `type`: a need with two is counted for each. */
export type CountedBy = 'area' | 'state' | 'month' | 'urgency' | 'scope' | 'type';

/** How many needs the filter finds, by what stands in a column of theirs or in a field of forms (`field`). `workflow_id` only by state. */
export async function countNeedsBy(
  db: Db,
  filter: NeedFilter,
  by: CountedBy | { field: string },
): Promise<{ value: string; workflow_id?: string; count: number }[]> {
  const byFields = await findByFields(db, filter.municipalityId, filter.fields ?? []);
  const query = within(db('needs'), filter);
  whereFields(db, query, 'needs.id', filter.municipalityId, byFields);
  if (typeof by === 'object') joinCounted(query, 'needs.id', 'need', by.field);
  if (by === 'type') query.join('need_types', 'need_types.need_id', 'needs.id');
  const month = db.raw('substr(needs.received_on, 1, 7)');
  const columns: Record<CountedBy, string | Knex.Raw> = {
    area: 'needs.area_id',
    state: 'needs.state',
    month,
    urgency: 'needs.urgency',
    scope: 'needs.scope',
    type: 'need_types.type_key',
  };
  const column = typeof by === 'object' ? 'counted.text' : columns[by];
  query.select({ value: column }).groupBy(column as string);
  if (by === 'state') query.select('needs.workflow_id').groupBy('needs.workflow_id');
  const rows = (await query.count({ count: '*' })) as { value: string; workflow_id?: string; count: number | string }[];
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** How many needs the filter finds, and their ids where they are no more than `mostIds`. */
export async function countFound(
  db: Db,
  filter: NeedFilter,
  mostIds: number,
): Promise<{ total: number; ids: string[] }> {
  const byFields = await findByFields(db, filter.municipalityId, filter.fields ?? []);
  const query = within(db('needs'), filter);
  whereFields(db, query, 'needs.id', filter.municipalityId, byFields);
  return countIn(query, 'needs.id', mostIds);
}

export const countNeeds = (db: Db, filter: NeedFilter): Knex.QueryBuilder => within(db('needs'), filter).count('*');

/** One row for each unmet need and service type of it. */
export type UnmetRow = {
  need_id: string;
  number: number;
  title: string;
  type_key: string;
  area_id: string;
  area_path: string;
  area_name: string;
  received_on: string;
  urgency: string;
  links: string;
};

export type StandingCount = { area_id: string; type_key: string; workflow_id: string; state: string; needs: number };

/** How many needs stand so, by area, service type and where exactly they stand; of a period, those that were received in it. */
export async function countByAreaAndType(
  db: Db,
  municipalityId: string,
  standings: Standings,
  received: { from: string; to: string } | null = null,
): Promise<StandingCount[]> {
  const columns = ['needs.area_id', 'need_types.type_key', 'needs.workflow_id', 'needs.state'];
  const query = inStandings(db('needs'), 'needs', standings)
    .join('need_types', 'need_types.need_id', 'needs.id')
    .where('needs.municipality_id', municipalityId)
    .groupBy(columns)
    .count({ needs: '*' })
    .select(columns);
  if (received) query.whereBetween('needs.received_on', [received.from, received.to]);
  const rows = (await query) as (Omit<StandingCount, 'needs'> & { needs: number | string })[];
  return rows.map((row) => ({ ...row, needs: Number(row.needs) }));
}

/** Needs of a municipality that stand so by service type; all types, or these. */
export async function listUnmet(
  db: Db,
  municipalityId: string,
  unmet: Standings,
  types?: string[],
): Promise<UnmetRow[]> {
  const query = inStandings(placed(db), 'needs', unmet)
    .join('need_types', 'need_types.need_id', 'needs.id')
    .where('needs.municipality_id', municipalityId)
    .orderBy('needs.number')
    .select(
      'needs.id as need_id',
      'needs.number',
      'needs.title',
      'need_types.type_key',
      'needs.area_id',
      'areas.path as area_path',
      'areas.name as area_name',
      'needs.received_on',
      'needs.urgency',
      'needs.links',
    );
  if (types) query.whereIn('need_types.type_key', types);
  return (await query) as UnmetRow[];
}

/** When the urgency of each of these needs was raised last; not in it: it never was. */
export async function readUrgencyRaised(db: Db, ids: string[]): Promise<Map<string, string>> {
  const rows: { id: string; at: string }[] = await db('events')
    .where({ record_kind: 'need', type: 'EDIT' })
    .whereIn('record_id', ids)
    .where('details', 'like', '%"urgencyRaised":true%')
    .groupBy('record_id')
    .select('record_id as id')
    .max('happened_at as at');
  return new Map(rows.map(({ id, at }) => [id, at]));
}
