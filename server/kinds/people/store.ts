import type { Knex } from 'knex';
import type { Db } from '../../database/db.ts';
import { anywhere } from '../../database/dialect.ts';
import { readPage, type Page, type Paging } from '../../database/paging.ts';
import { holding } from '../../database/versioned.ts';

export type PersonRow = {
  id: string;
  municipality_id: string;
  number: number;
  name: string;
  kana: string;
  birth: string | null;
  telephone: string | null;
  area_id: string;
  /** Kana without spaces, normalised, and the telephone's digits: what a resident is recognised by. */
  kana_key: string;
  telephone_key: string;
  search: string;
  created_by: string | null;
  created_at: string;
  erased_at: string | null;
  version: number;
};

/** A resident with where they live. */
export type PlacedPerson = PersonRow & {
  area_name: string;
  area_kind: string;
  area_closed_at: string | null;
  area_path: string;
};

export type PersonKeys = Pick<PersonRow, 'kana_key' | 'telephone_key' | 'birth'>;

const placed = (db: Db): Knex.QueryBuilder => db('people').join('areas', 'areas.id', 'people.area_id');
const columns = [
  'people.*',
  'areas.name as area_name',
  'areas.kind as area_kind',
  'areas.closed_at as area_closed_at',
  'areas.path as area_path',
];

export async function insertPerson(db: Db, row: PersonRow): Promise<void> {
  await db('people').insert(row);
}

export async function readPerson(db: Db, municipalityId: string, id: string): Promise<PlacedPerson | undefined> {
  return (await placed(db).where({ 'people.municipality_id': municipalityId, 'people.id': id }).first(columns)) as
    PlacedPerson | undefined;
}

export async function readPeople(db: Db, municipalityId: string, ids: string[]): Promise<PlacedPerson[]> {
  return (await placed(db)
    .where('people.municipality_id', municipalityId)
    .whereIn('people.id', ids)
    .select(columns)) as PlacedPerson[];
}

/** Raises a resident's version, so that whoever has them open is told; nobody else changes the row until the transaction ends. */
export async function raisePerson(db: Db, municipalityId: string, id: string): Promise<void> {
  await db('people').where({ id, municipality_id: municipalityId }).increment('version', 1);
}

/** Residents of these areas by kana. Each of the normalised words must be found. */
export async function listPeople(
  db: Db,
  filter: { municipalityId: string; areaIds: string[]; words: string[] },
  paging: Paging,
): Promise<Page<PlacedPerson>> {
  const query = placed(db)
    .select(columns)
    .where('people.municipality_id', filter.municipalityId)
    .whereIn('people.area_id', filter.areaIds);
  for (const word of filter.words) query.whereRaw("people.search like ? escape '\\'", [anywhere(word)]);
  return readPage<PlacedPerson>(query, [{ column: 'people.kana_key' }, { column: 'people.id' }], paging);
}

/**
 * Residents of these areas who share a kana name, a telephone or a birthday with what is asked for, those who share most first, and
 * what a whole home shares (its telephone) last: the limit cuts off those. An empty key finds nobody.
 */
export async function findAlike(
  db: Db,
  municipalityId: string,
  areaIds: string[],
  keys: PersonKeys,
  limit: number,
): Promise<PlacedPerson[]> {
  // Any two weigh more than one.
  const weights = { kana_key: 5, birth: 4, telephone_key: 3 };
  const wanted = (['kana_key', 'telephone_key', 'birth'] as const).filter((key) => keys[key]);
  if (wanted.length === 0) return [];
  return (await placed(db)
    .select(columns)
    .where('people.municipality_id', municipalityId)
    .whereIn('people.area_id', areaIds)
    .where((any) => {
      for (const key of wanted) any.orWhere(`people.${key}`, keys[key] ?? '');
    })
    .orderByRaw(
      `${wanted.map((key) => `case when people.${key} = ? then ${weights[key]} else 0 end`).join(' + ')} desc, people.number`,
      wanted.map((key) => keys[key] ?? ''),
    )
    .limit(limit)) as PlacedPerson[];
}

/** The residents of these areas who are not erased. */
export async function listPeopleIn(
  db: Db,
  municipalityId: string,
  areaIds: readonly string[],
): Promise<Pick<PersonRow, 'id' | 'number' | 'area_id' | 'version'>[]> {
  const living = db('people')
    .where({ municipality_id: municipalityId })
    .whereIn('area_id', areaIds)
    .whereNull('erased_at')
    .orderBy('number');
  return holding(db, living, 'people').select('id', 'number', 'area_id', 'version');
}
