import { normaliseForSearch } from '../../../database/normalise.ts';
import type {
  Existing,
  ExistingService,
  OrganisationLink,
  PlannedService,
  ServicePlan,
  ServiceValues,
} from './types.ts';

/** A row of `organisations` or `services` without what only its making tells: ids, municipality, time, version. */
type Columns = Record<string, unknown>;

export type OrganisationToMake = { ref: string; name: string; columns: Columns };
export type ServiceToMake = { owner: OrganisationLink; name: string; areaIds: string[]; columns: Columns };
/** `before` is what `after` takes the place of; `owner` is who has the service then, `formerOwner` who had it. */
export type ServiceToChange = {
  id: string;
  version: number;
  name: string;
  owner: OrganisationLink;
  formerOwner: string;
  before: Columns;
  after: Columns;
  areaIds: { before: string[]; after: string[] } | null;
  /** For the audit: each field before and after. */
  changed: Record<string, [unknown, unknown]>;
};

/** A part of what an import does, as large as one step of the writing. */
export type ImportBatch =
  { organisations: OrganisationToMake[] } | { creates: ServiceToMake[] } | { updates: ServiceToChange[] };

/** The columns of `services` that these values go to; areas have their own table. */
function toColumns(values: Partial<ServiceValues>): Columns {
  const { areaIds: _, days, nameKana, typeKey, feeYen, externalKey, capacity, ...plain } = values;
  return {
    ...plain,
    ...(days === undefined ? {} : { days: JSON.stringify(days) }),
    ...(nameKana === undefined ? {} : { name_kana: nameKana }),
    ...(typeKey === undefined ? {} : { type_key: typeKey }),
    ...(feeYen === undefined ? {} : { fee_yen: feeYen }),
    ...(externalKey === undefined ? {} : { external_key: externalKey }),
    ...(capacity === undefined ? {} : { capacity }),
  };
}

const batchSize = 250;

function* inBatches<T>(items: Iterable<T>): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length === batchSize) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** What a plan writes, in the order in which it can be written, ready for the tables. Pure. */
export function* planChanges(plan: ServicePlan, existing: Existing): Generator<ImportBatch> {
  const types = new Map(existing.types.map(({ key, name }) => [key, name]));
  const owners = new Map(existing.organisations.map(({ id, name, nameKana }) => [id, `${name} ${nameKana}`]));
  for (const { ref, name, nameKana } of plan.organisations) owners.set(ref, `${name} ${nameKana}`);
  const nameOf = (link: OrganisationLink): string => owners.get('id' in link ? link.id : link.ref) ?? '';
  /** A service is found by its own names, its body's and its type's. */
  const searchOf = (
    service: Pick<ServiceValues, 'name' | 'nameKana' | 'typeKey' | 'address'>,
    owner: OrganisationLink,
  ): string =>
    normaliseForSearch(
      [service.name, service.nameKana, nameOf(owner), types.get(service.typeKey) ?? '', service.address ?? ''].join(
        ' ',
      ),
    );

  const toMake = (row: PlannedService & { action: 'create' }): ServiceToMake => ({
    owner: row.owner,
    name: row.values.name,
    areaIds: row.values.areaIds,
    columns: { ...toColumns(row.values), search: searchOf(row.values, row.owner) },
  });
  const toChange = ({ service, changes, owner: next }: PlannedService & { action: 'update' }): ServiceToChange => {
    const fields = Object.keys(changes) as (keyof ServiceValues)[];
    const former = { id: service.organisationId };
    const owner = next ?? former;
    const before: Partial<ExistingService> = Object.fromEntries(fields.map((field) => [field, service[field]]));
    return {
      id: service.id,
      version: service.version,
      name: changes.name ?? service.name,
      owner,
      formerOwner: service.organisationId,
      before: { ...toColumns(before), search: searchOf(service, former) },
      after: { ...toColumns(changes), search: searchOf({ ...service, ...changes }, owner) },
      areaIds: changes.areaIds ? { before: service.areaIds, after: changes.areaIds } : null,
      changed: Object.fromEntries(fields.map((field) => [field, [service[field], changes[field]]])),
    };
  };

  for (const some of inBatches(plan.organisations))
    yield {
      organisations: some.map(({ ref, name, nameKana, corporateNumber, ...rest }) => ({
        ref,
        name,
        columns: {
          ...rest,
          name,
          name_kana: nameKana,
          corporate_number: corporateNumber,
          search: normaliseForSearch([name, nameKana, rest.address ?? ''].join(' ')),
        },
      })),
    };
  for (const some of inBatches(plan.rows)) {
    const creates = some.flatMap((row) => (row.action === 'create' ? [toMake(row)] : []));
    const updates = some.flatMap((row) => (row.action === 'update' ? [toChange(row)] : []));
    if (creates.length > 0) yield { creates };
    if (updates.length > 0) yield { updates };
  }
}
