import type { Knex } from 'knex';
import type { Db } from '../../database/db.ts';
import { anywhere } from '../../database/dialect.ts';
import { readPage, type Page, type Paging } from '../../database/paging.ts';
import { around, countFound } from '../../database/parts.ts';
import { holding } from '../../database/versioned.ts';
import type { RecordKind } from '../../kernel/record-kind.ts';

export type Capacity = 'has' | 'none' | 'waiting' | 'ask';

export type ServiceRow = {
  id: string;
  municipality_id: string;
  organisation_id: string;
  /** A key of the code list `service-type`. */
  type_key: string;
  name: string;
  name_kana: string;
  description: string | null;
  eligibility: string | null;
  /** JSON list of low | normal | high. */
  urgencies: string;
  fee: string | null;
  fee_yen: number | null;
  /** JSON list of mon … sun, holiday. */
  days: string;
  hours: string | null;
  capacity: Capacity;
  capacity_confirmed_on: string | null;
  capacity_confirmed_by: string | null;
  /** Without room: the day on which it is again what it was before (`full_before`). Counts only as long as it is `none`. */
  full_until: string | null;
  full_before: Capacity | null;
  phone: string | null;
  url: string | null;
  address: string | null;
  latitude: number | null;
  longitude: number | null;
  external_key: string | null;
  /** The record of a register that it came out of. */
  record_kind: RecordKind | null;
  record_id: string | null;
  /** `normaliseForSearch` of its names and address; lists look into its organisation's words too. */
  search: string;
  closed_at: string | null;
  created_at: string;
  version: number;
};

/** Nothing is said about until when it has no room. */
export const openEnded = { full_until: null, full_before: null };

export type ListedServiceRow = ServiceRow & {
  organisation_name: string;
  organisation_closed_at: string | null;
  confirmed_by: string | null;
};
export type ServiceAreaRow = {
  service_id: string;
  id: string;
  name: string;
  kind: string;
  path: string;
  closed_at: string | null;
};

export type ServiceFilter = {
  /** Normalised already; each of its words must be found. */
  q?: string | undefined;
  /** Services of this area, of areas inside it, and of those around it (which serve it too). */
  areaPath?: string | undefined;
  type?: string | undefined;
  capacity?: Capacity | undefined;
  organisation?: string | undefined;
  /** Not confirmed since this day (never counts as not). */
  confirmedBefore?: string | undefined;
  closed?: boolean | undefined;
};

export async function insertService(db: Db, row: ServiceRow): Promise<void> {
  await db('services').insert(row);
}

const listed = (db: Db) =>
  db('services')
    .join('organisations', 'organisations.id', 'services.organisation_id')
    .leftJoin('users', 'users.id', 'services.capacity_confirmed_by')
    .select('services.*', {
      organisation_name: 'organisations.name',
      organisation_closed_at: 'organisations.closed_at',
      confirmed_by: 'users.name',
    });

export async function readService(db: Db, municipalityId: string, id: string): Promise<ListedServiceRow | undefined> {
  return listed(db).where({ 'services.municipality_id': municipalityId, 'services.id': id }).first();
}

export async function readServices(db: Db, municipalityId: string, ids: string[]): Promise<ListedServiceRow[]> {
  return listed(db).where('services.municipality_id', municipalityId).whereIn('services.id', ids);
}

/** Services that came out of a record, the first one first. */
export async function listServicesFrom(
  db: Db,
  municipalityId: string,
  record: { kind: RecordKind; id: string },
): Promise<ListedServiceRow[]> {
  return (await listed(db)
    .where({
      'services.municipality_id': municipalityId,
      'services.record_kind': record.kind,
      'services.record_id': record.id,
    })
    .orderBy(['services.created_at', 'services.id'])) as ListedServiceRow[];
}

/** Open services of open bodies, unless the others are asked for. `query`: of services with their organisations. */
function within(query: Knex.QueryBuilder, municipalityId: string, filter: ServiceFilter): Knex.QueryBuilder {
  void query.where('services.municipality_id', municipalityId);
  if (filter.closed)
    void query.where((any) => void any.whereNotNull('services.closed_at').orWhereNotNull('organisations.closed_at'));
  else void query.whereNull('services.closed_at').whereNull('organisations.closed_at');
  for (const word of filter.q?.split(' ').filter(Boolean) ?? [])
    void query.whereRaw("services.search || ' ' || organisations.search like ? escape '\\'", [anywhere(word)]);
  if (filter.type) void query.where('services.type_key', filter.type);
  if (filter.capacity) void query.where('services.capacity', filter.capacity);
  if (filter.organisation) void query.where('services.organisation_id', filter.organisation);
  const { areaPath, confirmedBefore } = filter;
  if (confirmedBefore)
    void query.where(
      (any) =>
        void any
          .whereNull('services.capacity_confirmed_on')
          .orWhere('services.capacity_confirmed_on', '<=', confirmedBefore),
    );
  if (areaPath !== undefined)
    void query.whereIn('services.id', (inside) => {
      void inside
        .select('service_areas.service_id')
        .from('service_areas')
        .join('areas', 'areas.id', 'service_areas.area_id');
      around(inside, [areaPath]);
    });
  return query;
}

/** What the filter finds of a municipality's services, by kana. */
export const listServices = (
  db: Db,
  municipalityId: string,
  filter: ServiceFilter,
  paging: Paging,
): Promise<Page<ListedServiceRow>> =>
  readPage<ListedServiceRow>(
    within(listed(db), municipalityId, filter),
    [{ column: 'services.name_kana' }, { column: 'services.id' }],
    paging,
  );

const countable = (db: Db, municipalityId: string, filter: ServiceFilter): Knex.QueryBuilder =>
  within(db('services').join('organisations', 'organisations.id', 'services.organisation_id'), municipalityId, filter);

/** How many services the filter finds. */
export const countServicesFound = async (db: Db, municipalityId: string, filter: ServiceFilter): Promise<number> =>
  (await countFound(countable(db, municipalityId, filter), 'services.id', 0)).total;

export type ServiceCountedBy = 'area' | 'type' | 'capacity';

/** The same by a column of theirs, or by each area that they serve. */
export async function countServicesBy(
  db: Db,
  municipalityId: string,
  filter: ServiceFilter,
  by: ServiceCountedBy,
): Promise<{ value: string; count: number }[]> {
  const query = countable(db, municipalityId, filter);
  if (by === 'area') query.join('service_areas', 'service_areas.service_id', 'services.id');
  const columns: Record<ServiceCountedBy, string> = {
    area: 'service_areas.area_id',
    type: 'services.type_key',
    capacity: 'services.capacity',
  };
  const rows = (await query.select({ value: columns[by] }).groupBy(columns[by]).count({ count: '*' })) as {
    value: string;
    count: number | string;
  }[];
  return rows.map(({ value, count }) => ({ value, count: Number(count) }));
}

/** An organisation's open services. */
export async function listServicesOf(db: Db, organisationId: string): Promise<ServiceRow[]> {
  return db<ServiceRow>('services')
    .where({ organisation_id: organisationId, closed_at: null })
    .orderBy(['name_kana', 'id']);
}

/** The areas that each of the services serves. */
export async function listServiceAreas(db: Db, serviceIds: string[]): Promise<ServiceAreaRow[]> {
  return db('service_areas')
    .join('areas', 'areas.id', 'service_areas.area_id')
    .whereIn('service_areas.service_id', serviceIds)
    .orderBy(['areas.position', 'areas.name_kana', 'areas.id'])
    .select('service_areas.service_id', 'areas.id', 'areas.name', 'areas.kind', 'areas.path', 'areas.closed_at');
}

/** Makes these the areas that the service serves. */
export async function setServiceAreas(db: Db, serviceId: string, areaIds: string[]): Promise<void> {
  await db('service_areas').where({ service_id: serviceId }).delete();
  await db('service_areas').insert([...new Set(areaIds)].map((area_id) => ({ service_id: serviceId, area_id })));
}

/** All areas of the open services that serve one of these. */
export async function listServedAreas(
  db: Db,
  municipalityId: string,
  areaIds: readonly string[],
): Promise<{ service_id: string; area_id: string }[]> {
  return db('service_areas')
    .whereIn('service_id', openIn(db, municipalityId, areaIds).select('services.id'))
    .select('service_id', 'area_id');
}

/** Puts an area in the place of others in the open services that serve one of these, once where there are several. */
export async function exchangeServiceAreas(
  db: Db,
  municipalityId: string,
  from: readonly string[],
  to: string,
): Promise<void> {
  const open = () => openIn(db, municipalityId, from).select('services.id');
  const having = db('service_areas').where({ area_id: to }).select('service_id');
  const lacking = open()
    .whereNotIn('services.id', having)
    .select(db.raw('?', [to]));
  await db(db.raw('service_areas (service_id, area_id)')).insert(lacking);
  await db('service_areas').whereIn('area_id', from).whereIn('service_id', open()).delete();
}

const openIn = (db: Db, municipalityId: string, areaIds: readonly string[]): Knex.QueryBuilder =>
  db('services')
    .where({ municipality_id: municipalityId })
    .whereNull('closed_at')
    .whereIn('id', db('service_areas').whereIn('area_id', areaIds).select('service_id'));

/** Open services that serve one of these areas, or are of this type or body, for who moves them all. */
export async function listOpenServices(
  db: Db,
  municipalityId: string,
  of: { areaIds: readonly string[] } | { type_key: string } | { organisation_id: string },
): Promise<ServiceRow[]> {
  const query = db<ServiceRow>('services').where({ municipality_id: municipalityId }).whereNull('closed_at');
  void ('areaIds' in of
    ? query.whereIn('id', db('service_areas').whereIn('area_id', of.areaIds).select('service_id'))
    : query.where(of));
  return holding(db, query.orderBy('id'), 'services');
}
