import type { Db } from '../../database/db.ts';
import { below, type Query } from '../../database/parts.ts';

export type StaleService = { id: string; name: string; capacity_confirmed_on: string | null };

const stale = (db: Db, municipalityId: string, before: string): Query =>
  db('services')
    .where('services.municipality_id', municipalityId)
    .whereNull('services.closed_at')
    // What a closed body offered has left the directory.
    .whereNotIn(
      'services.organisation_id',
      db('organisations').where({ municipality_id: municipalityId }).whereNotNull('closed_at').select('id'),
    )
    .where((any) =>
      any.whereNull('services.capacity_confirmed_on').orWhere('services.capacity_confirmed_on', '<=', before),
    );

/** The open services below these areas that were last confirmed on or before a day, or never. */
export function staleServicesBelow(db: Db, municipalityId: string, paths: string[], before: string): Query {
  const served = below(
    db('service_areas').join('areas', 'areas.id', 'service_areas.area_id'),
    'areas.path',
    paths,
  ).select('service_areas.service_id');
  return stale(db, municipalityId, before).whereIn('services.id', served).select('services.id');
}

/** Those of these organisations, the longest unconfirmed first. */
export async function listStaleServices(
  db: Db,
  municipalityId: string,
  organisationIds: string[],
  before: string,
  limit: number,
): Promise<StaleService[]> {
  return (await stale(db, municipalityId, before)
    .whereIn('services.organisation_id', organisationIds)
    .orderByRaw("coalesce(services.capacity_confirmed_on, '')")
    .orderBy('services.name')
    .limit(limit)
    .select('services.id', 'services.name', 'services.capacity_confirmed_on')) as StaleService[];
}
