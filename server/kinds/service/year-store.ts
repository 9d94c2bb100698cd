import type { Db } from '../../database/db.ts';
import type { Query } from '../../database/parts.ts';

/** Services in each of their areas, from when they were entered to when they were closed; or by when somebody last said whether there is room (`confirmed`). */
export function servicesOf(db: Db, municipalityId: string, by: 'entered' | 'confirmed'): Query {
  const services = db('services')
    .join('service_areas', 'service_areas.service_id', 'services.id')
    .where('services.municipality_id', municipalityId);
  if (by === 'confirmed') void services.whereNotNull('services.capacity_confirmed_on');
  return services.select(db.raw('cast(null as integer) as amount'), {
    what: 'services.id',
    record: 'services.id',
    area: 'service_areas.area_id',
    line: 'services.type_key',
    since: by === 'confirmed' ? 'services.capacity_confirmed_on' : 'services.created_at',
    until: 'services.closed_at',
  });
}

export async function nameServices(
  db: Db,
  municipalityId: string,
  ids: string[],
): Promise<{ id: string; name: string; organisation_name: string }[]> {
  return db('services')
    .join('organisations', 'organisations.id', 'services.organisation_id')
    .where('services.municipality_id', municipalityId)
    .whereIn('services.id', ids)
    .select('services.id', 'services.name', { organisation_name: 'organisations.name' });
}
