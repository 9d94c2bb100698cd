import type { Db } from '../../database/db.ts';
import { whereAmong } from '../../database/dialect.ts';
import type { DecisionRow } from '../../decisions/store.ts';

/** A service that may answer a need, with what a ranking asks and shows. */
export type CandidateRow = {
  id: string;
  name: string;
  organisation_id: string;
  organisation_name: string;
  type_key: string;
  urgencies: string;
  fee: string | null;
  fee_yen: number | null;
  days: string;
  capacity: 'has' | 'none' | 'waiting' | 'ask';
  capacity_confirmed_on: string | null;
  phone: string | null;
};

const columns = [
  'services.id',
  'services.name',
  'services.organisation_id',
  'organisations.name as organisation_name',
  'services.type_key',
  'services.urgencies',
  'services.fee',
  'services.fee_yen',
  'services.days',
  'services.capacity',
  'services.capacity_confirmed_on',
  'services.phone',
];

/** Of other types than a need asks for: enough to say why they are left out, and few enough not to bury the answer. */
const MOST_OF_OTHER_TYPES = 100;

/** Open services of one of these types, and some of other types that serve one of these areas, each by name. */
export async function listCandidates(
  db: Db,
  municipalityId: string,
  types: string[],
  areaIds: string[],
): Promise<CandidateRow[]> {
  const open = db('services')
    .join('organisations', 'organisations.id', 'services.organisation_id')
    .where('services.municipality_id', municipalityId)
    .whereNull('services.closed_at')
    .whereNull('organisations.closed_at')
    .orderBy('services.name')
    .select(columns);
  const fitting = (await open.clone().whereIn('services.type_key', types)) as CandidateRow[];
  const near = db('service_areas').whereIn('area_id', areaIds).select('service_id');
  const others = (await open
    .clone()
    .whereNotIn('services.type_key', types)
    .whereIn('services.id', near)
    .limit(MOST_OF_OTHER_TYPES)) as CandidateRow[];
  return [...fitting, ...others];
}

/** The ids of the areas that each of these services serves. */
export async function listAreasOfServices(db: Db, serviceIds: string[]): Promise<Map<string, string[]>> {
  const rows = (await whereAmong(db, db('service_areas'), 'service_id', serviceIds).select(
    'service_id',
    'area_id',
  )) as {
    service_id: string;
    area_id: string;
  }[];
  const areas = new Map<string, string[]>();
  for (const { service_id, area_id } of rows) {
    const ids = areas.get(service_id);
    if (ids) ids.push(area_id);
    else areas.set(service_id, [area_id]);
  }
  return areas;
}

export type OfferRow = { service_id: string; type_key: string; capacity: string; area_id: string; area_path: string };

/** Open services of a municipality by type and area served; all types, or these. */
export async function listOffers(db: Db, municipalityId: string, types?: string[]): Promise<OfferRow[]> {
  const query = db('services')
    .join('organisations', 'organisations.id', 'services.organisation_id')
    .join('service_areas', 'service_areas.service_id', 'services.id')
    .join('areas', 'areas.id', 'service_areas.area_id')
    .where('services.municipality_id', municipalityId)
    .whereNull('services.closed_at')
    .whereNull('organisations.closed_at')
    .select(
      'services.id as service_id',
      'services.type_key',
      'services.capacity',
      'areas.id as area_id',
      'areas.path as area_path',
    );
  if (types) query.whereIn('services.type_key', types);
  return (await query) as OfferRow[];
}

/**
 * Those of these services that may be asked for help now: neither they nor their body are closed. `hold`: nor closes one
 * before the transaction is over.
 */
export async function readOpenCandidates(
  db: Db,
  ids: string[],
  { hold = false }: { hold?: boolean } = {},
): Promise<CandidateRow[]> {
  const query = db('services')
    .join('organisations', 'organisations.id', 'services.organisation_id')
    .whereIn('services.id', ids)
    .whereNull('services.closed_at')
    .whereNull('organisations.closed_at')
    .select(columns);
  return (await (hold ? query.forShare() : query)) as CandidateRow[];
}

/** Services by id, closed ones too: a ranking shows what it was made of. */
export async function readCandidates(db: Db, ids: string[]): Promise<CandidateRow[]> {
  return (await db('services')
    .join('organisations', 'organisations.id', 'services.organisation_id')
    .whereIn('services.id', ids)
    .select(columns)) as CandidateRow[];
}

/** The latest ranking made for each of these needs. */
export async function readLatestRankings(db: Db, needIds: string[]): Promise<Map<string, DecisionRow>> {
  const latest = db('decisions')
    .join('definitions', 'definitions.id', 'decisions.rules_id')
    .where({ 'decisions.record_kind': 'need', 'definitions.kind': 'rules', 'definitions.key': 'referral' })
    .whereIn('decisions.record_id', needIds)
    .groupBy('decisions.record_id')
    .max('decisions.id');
  const rows = await db<DecisionRow>('decisions').whereIn('id', latest);
  return new Map(rows.map((row) => [row.record_id, row]));
}
