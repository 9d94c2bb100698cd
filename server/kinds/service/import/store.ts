import type { Db } from '../../../database/db.ts';
import { openEnded, type ServiceRow } from '../store.ts';

/** The columns of `services` that imports read and write. */
export type ImportedService = Omit<ServiceRow, 'urgencies'>;

export type ImportedOrganisation = {
  id: string;
  municipality_id: string;
  name: string;
  name_kana: string;
  kind: string;
  corporate_number: string | null;
  phone: string | null;
  url: string | null;
  address: string | null;
  search: string;
  created_at: string;
};

/** SQLite takes a limited number of values in one statement. */
const chunk = 500;
const chunks = <T>(items: T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / chunk) }, (_, n) => items.slice(n * chunk, (n + 1) * chunk));

export type ServiceToCompare = ImportedService & { areaIds: string[] };

/** Every service of a municipality, closed ones too, each with the ids of its areas; some hundred at a time. `columns`: only these (the id among them) instead of all. */
export function listServicesToCompare(db: Db, municipalityId: string): AsyncGenerator<ServiceToCompare[]>;
export function listServicesToCompare<C extends keyof ImportedService>(
  db: Db,
  municipalityId: string,
  columns: readonly C[],
): AsyncGenerator<(Pick<ServiceToCompare, C> & { areaIds: string[] })[]>;
export async function* listServicesToCompare(
  db: Db,
  municipalityId: string,
  columns?: readonly string[],
): AsyncGenerator<ServiceToCompare[]> {
  for (let last = ''; ;) {
    const services = await db<ImportedService>('services')
      .where({ municipality_id: municipalityId })
      .where('id', '>', last)
      .orderBy('id')
      .limit(chunk)
      .select(columns ?? '*');
    const areaIds = new Map<string, string[]>(services.map(({ id }) => [id, []]));
    const links = (await db('service_areas')
      .whereIn('service_id', [...areaIds.keys()])
      .select('service_id', 'area_id')) as { service_id: string; area_id: string }[];
    for (const { service_id, area_id } of links) areaIds.get(service_id)?.push(area_id);
    if (services.length > 0) yield services.map((service) => ({ ...service, areaIds: areaIds.get(service.id) ?? [] }));
    if (services.length < chunk) return;
    last = services.at(-1)?.id ?? '';
  }
}

export async function listOrganisationsToCompare(
  db: Db,
  municipalityId: string,
): Promise<{ id: string; name: string; name_kana: string; corporate_number: string | null }[]> {
  return db('organisations')
    .where({ municipality_id: municipalityId })
    .orderBy('id')
    .select('id', 'name', 'name_kana', 'corporate_number');
}

export async function insertImported(
  db: Db,
  organisations: ImportedOrganisation[],
  services: ImportedService[],
  areas: { service_id: string; area_id: string }[],
): Promise<void> {
  await db.batchInsert('organisations', organisations, 50);
  await db.batchInsert('services', services, 50);
  await db.batchInsert('service_areas', areas, 200);
}

/** Until when a service is said to have no room, and what it was before. */
export async function readFull(db: Db, id: string): Promise<{ full_until: string | null; full_before: string | null }> {
  const row = await db('services')
    .where({ id })
    .first<{ full_until: string | null; full_before: string | null }>('full_until', 'full_before');
  return row ?? openEnded;
}

/** Puts these areas in the place of a service's areas. */
export async function replaceServiceAreas(db: Db, serviceId: string, areaIds: string[]): Promise<void> {
  await db('service_areas').where({ service_id: serviceId }).delete();
  await db('service_areas').insert(areaIds.map((area_id) => ({ service_id: serviceId, area_id })));
}

/** Id, name and version of those of the rows that are still there. */
export async function readVersions(
  db: Db,
  table: 'services' | 'organisations',
  ids: string[],
): Promise<Map<string, { name: string; version: number }>> {
  const byName = new Map<string, { name: string; version: number }>();
  for (const some of chunks(ids))
    for (const row of (await db(table).whereIn('id', some).select('id', 'name', 'version')) as {
      id: string;
      name: string;
      version: number;
    }[])
      byName.set(row.id, row);
  return byName;
}

/** Those of the services that referrals name. */
export async function findReferredServices(db: Db, ids: string[]): Promise<string[]> {
  const lacking: string[] = [];
  for (const some of chunks(ids))
    lacking.push(
      ...((await db('referrals').whereIn('service_id', some).distinct('service_id').pluck('service_id')) as string[]),
    );
  return lacking;
}

/** Those of the organisations that something besides the given services names. */
export async function findUsedOrganisations(
  db: Db,
  ids: string[],
  exceptServices: ReadonlySet<string>,
): Promise<string[]> {
  const taken = new Set<string>();
  for (const some of chunks(ids)) {
    for (const table of ['council_members', 'memberships', 'referrals'])
      for (const id of (await db(table)
        .whereIn('organisation_id', some)
        .distinct('organisation_id')
        .pluck('organisation_id')) as string[])
        taken.add(id);
    const services = (await db('services').whereIn('organisation_id', some).select('id', 'organisation_id')) as {
      id: string;
      organisation_id: string;
    }[];
    for (const { id, organisation_id } of services) if (!exceptServices.has(id)) taken.add(organisation_id);
  }
  return [...taken];
}

/** Removes what an import has made. Nothing else may name it any more. */
export async function deleteImported(db: Db, organisationIds: string[], serviceIds: string[]): Promise<void> {
  for (const some of chunks(serviceIds)) {
    await db('service_areas').whereIn('service_id', some).delete();
    await db('services').whereIn('id', some).delete();
  }
  for (const some of chunks(organisationIds)) await db('organisations').whereIn('id', some).delete();
}
