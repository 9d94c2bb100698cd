import type { Knex } from 'knex';
import type { Db } from '../../database/db.ts';
import { anywhere } from '../../database/dialect.ts';
import { countFound } from '../../database/parts.ts';
import { readPage, type Page, type Paging } from '../../database/paging.ts';
import { holding } from '../../database/versioned.ts';

export type OrganisationRow = {
  id: string;
  municipality_id: string;
  name: string;
  name_kana: string;
  /** A key of the code list `organisation-kind`. */
  kind: string;
  corporate_number: string | null;
  phone: string | null;
  email: string | null;
  url: string | null;
  postal_code: string | null;
  address: string | null;
  note: string | null;
  /** `normaliseForSearch` of its names and address. */
  search: string;
  closed_at: string | null;
  created_at: string;
  version: number;
};

export type OrganisationFilter = { q?: string | undefined; kind?: string | undefined; closed?: boolean };

export async function insertOrganisation(db: Db, row: OrganisationRow): Promise<void> {
  await db('organisations').insert(row);
}

export async function readOrganisation(
  db: Db,
  municipalityId: string,
  id: string,
): Promise<OrganisationRow | undefined> {
  return db<OrganisationRow>('organisations').where({ municipality_id: municipalityId, id }).first();
}

export async function readOrganisations(db: Db, municipalityId: string, ids: string[]): Promise<OrganisationRow[]> {
  return db<OrganisationRow>('organisations').where({ municipality_id: municipalityId }).whereIn('id', ids);
}

/** Open organisations, or closed ones when asked; `q` is normalised already, its words may stand anywhere. */
function narrowed(db: Db, municipalityId: string, filter: OrganisationFilter): Knex.QueryBuilder {
  const query = db('organisations').where({ municipality_id: municipalityId });
  void (filter.closed ? query.whereNotNull('closed_at') : query.whereNull('closed_at'));
  if (filter.kind) void query.where({ kind: filter.kind });
  for (const word of filter.q?.split(' ').filter(Boolean) ?? [])
    void query.whereRaw("search like ? escape '\\'", [anywhere(word)]);
  return query;
}

/** What the filter finds, by kana. */
export const listOrganisations = (
  db: Db,
  municipalityId: string,
  filter: OrganisationFilter,
  paging: Paging,
): Promise<Page<OrganisationRow>> =>
  readPage<OrganisationRow>(
    narrowed(db, municipalityId, filter).select('organisations.*'),
    [{ column: 'name_kana' }, { column: 'id' }],
    paging,
  );

/** How many organisations the filter finds. */
export const countOrganisationsFound = async (
  db: Db,
  municipalityId: string,
  filter: OrganisationFilter,
): Promise<number> => (await countFound(narrowed(db, municipalityId, filter), 'id', 0)).total;

/** The same by their kind. */
export async function countOrganisationsByKind(
  db: Db,
  municipalityId: string,
  filter: OrganisationFilter,
): Promise<{ value: string; count: number }[]> {
  const rows = (await narrowed(db, municipalityId, filter)
    .select({ value: 'kind' })
    .groupBy('kind')
    .count({ count: '*' })) as { value: string; count: number | string }[];
  return rows.map(({ value, count }) => ({ value, count: Number(count) }));
}

/** How many open services each of the organisations has. */
export async function countServices(db: Db, organisationIds: string[]): Promise<Map<string, number>> {
  const rows = (await db('services')
    .whereIn('organisation_id', organisationIds)
    .whereNull('closed_at')
    .groupBy('organisation_id')
    .select('organisation_id')
    .count({ services: '*' })) as {
    organisation_id: string;
    services: number | string;
  }[];
  return new Map(rows.map((row) => [row.organisation_id, Number(row.services)]));
}

/** Open organisations of a kind. */
export async function listOfKind(db: Db, municipalityId: string, kind: string): Promise<OrganisationRow[]> {
  const open = db<OrganisationRow>('organisations')
    .where({ municipality_id: municipalityId, kind })
    .whereNull('closed_at')
    .orderBy('id');
  return holding(db, open, 'organisations');
}
