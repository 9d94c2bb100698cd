import { createHash, type Hash } from 'node:crypto';
import type { Loaded } from '../../../imports/import-kind.ts';
import type { MunicipalContext } from '../../../kernel/context.ts';
import { listAreas } from '../../../settings/areas/store.ts';
import { listCodeEntries } from '../../../settings/codes/store.ts';
import { listOrganisationsToCompare, listServicesToCompare, type ServiceToCompare } from './store.ts';
import type { Existing, ExistingService, Weekday } from './types.ts';

type ExistingNames = Omit<Existing, 'items'>;

const toExisting = (row: ServiceToCompare): ExistingService => ({
  id: row.id,
  version: row.version,
  organisationId: row.organisation_id,
  closed: row.closed_at !== null,
  name: row.name,
  nameKana: row.name_kana,
  typeKey: row.type_key,
  areaIds: row.areaIds,
  description: row.description,
  eligibility: row.eligibility,
  fee: row.fee,
  feeYen: row.fee_yen,
  days: JSON.parse(row.days) as Weekday[],
  hours: row.hours,
  capacity: row.capacity,
  phone: row.phone,
  url: row.url,
  address: row.address,
  latitude: row.latitude,
  longitude: row.longitude,
  externalKey: row.external_key,
});

/** What the municipality has already, but for its services. */
export async function loadNames(ctx: MunicipalContext): Promise<ExistingNames> {
  const id = ctx.municipality.id;
  const codes = (await listCodeEntries(ctx.db, id)).filter((entry) => entry.retired_at === null);
  const named = (list: string) =>
    codes.filter((entry) => entry.list === list).map(({ key, name_ja }) => ({ key, name: name_ja }));
  return {
    organisations: (await listOrganisationsToCompare(ctx.db, id)).map((row) => ({
      id: row.id,
      name: row.name,
      nameKana: row.name_kana,
      corporateNumber: row.corporate_number,
    })),
    types: named('service-type'),
    organisationKinds: named('organisation-kind'),
    areas: (await listAreas(ctx.db, id))
      .filter((area) => area.closed_at === null)
      .map(({ id: areaId, name, parent_id }) => ({ id: areaId, name, root: parent_id === null })),
  };
}

/**
 * What an import is planned against: the names, the services as lines of JSON (some hundred `ExistingService` a line, so that a
 * large directory is neither held as objects nor turned into text at one go), and a mark of everything that decides whether
 * a row makes a service or changes one. A plan is good as long as the mark stays the same; what else of a service changes
 * meanwhile, its version tells when the plan writes to it.
 */
export async function loadExisting(ctx: MunicipalContext): Promise<Loaded> {
  const names = await loadNames(ctx);
  const basis = startBasis(names);
  const lines: Buffer[] = [];
  for await (const some of listServicesToCompare(ctx.db, ctx.municipality.id)) {
    addToBasis(basis, some);
    lines.push(Buffer.from(`${JSON.stringify(some.map(toExisting))}\n`));
  }
  return { names, lines, basis: basis.digest('base64') };
}

/** The mark as it is now. Of the services only what it is made of is read again. */
export async function readBasis(ctx: MunicipalContext): Promise<string> {
  const basis = startBasis(await loadNames(ctx));
  for await (const some of listServicesToCompare(ctx.db, ctx.municipality.id, marked)) addToBasis(basis, some);
  return basis.digest('base64');
}

const marked = ['id', 'organisation_id', 'type_key', 'name', 'external_key', 'address', 'closed_at'] as const;
type Marked = Pick<ServiceToCompare, (typeof marked)[number] | 'areaIds'>;

const startBasis = (names: ExistingNames): Hash => createHash('sha256').update(JSON.stringify(names));

function addToBasis(basis: Hash, services: Marked[]): void {
  for (const { id, organisation_id, type_key, name, external_key, address, closed_at, areaIds } of services)
    basis.update(
      JSON.stringify([id, organisation_id, type_key, name, external_key, address, closed_at, areaIds.toSorted()]),
    );
}
