import { normaliseForSearch } from '../../database/normalise.ts';
import type { Page, Paging } from '../../database/paging.ts';
import { updateHeld, updateVersion } from '../../database/versioned.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { insertAuditLines } from '../../kernel/audit-store.ts';
import { addEffect } from '../../effects/add-effect.ts';
import { addDays, instantInJapan } from '../../kernel/clock.ts';
import { audit, auditLine, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, notAllowed, notFound } from '../../kernel/errors.ts';
import type { RecordKind } from '../../kernel/record-kind.ts';
import { changedFields, newValues, staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { lockRecord } from '../../records/store.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { readArea, type AreaRow } from '../../settings/areas/store.ts';
import { closedName } from '../../settings/closed-name.ts';
import { readCodeNames, requireCode } from '../../settings/codes/code-entries.ts';
import { mayKeepService, readOrganisation, type OrganisationRow } from '../organisation/index.ts';
import {
  exchangeServiceAreas,
  insertService,
  listOpenServices,
  listServedAreas,
  listServiceAreas,
  listServicesFrom,
  listServices,
  readService,
  openEnded,
  setServiceAreas,
  type Capacity,
  type ServiceFilter,
  type ListedServiceRow,
  type ServiceAreaRow,
  type ServiceRow,
} from './store.ts';

export type ServiceRecord = {
  row: ListedServiceRow;
  /** These names say what is closed. */
  typeName: string;
  organisationName: string;
  areas: (ServiceAreaRow & { shown: string })[];
  can: Record<string, boolean>;
};

const recordOf = (row: Pick<ServiceRow, 'id' | 'name'>) => ({ kind: 'service', id: row.id, title: row.name });

async function describe(ctx: MunicipalContext, rows: ListedServiceRow[]): Promise<ServiceRecord[]> {
  const types = await readCodeNames(ctx, 'service-type');
  const areas = await listServiceAreas(
    ctx.db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => {
    const own = areas.filter((area) => area.service_id === row.id);
    const edit = mayKeepService(
      ctx.actor,
      row.organisation_id,
      own.map((area) => area.path),
    );
    return {
      row,
      typeName: types.get(row.type_key) ?? row.type_key,
      organisationName: closedName(ctx.language, row.organisation_name, row.organisation_closed_at),
      areas: own.map((area) => ({ ...area, shown: closedName(ctx.language, area.name, area.closed_at) })),
      can: { edit, setCapacity: edit },
    };
  });
}

export type ServiceQuery = {
  q?: string;
  area?: string;
  type?: string;
  capacity?: Capacity;
  organisation?: string;
  staleDays?: number;
  closed?: boolean;
};

/** The directory. An area finds what serves it: its own services, those of areas inside it, and those of areas around it. */
export async function searchServices(
  ctx: MunicipalContext,
  query: ServiceQuery,
  paging: Paging,
): Promise<Page<ServiceRecord>> {
  const page = await listServices(ctx.db, ctx.municipality.id, await filterOf(ctx, query), paging);
  return { ...page, items: await describe(ctx, page.items) };
}

/** Throws `invalid` for an area that there is not. */
export async function filterOf(ctx: MunicipalContext, query: ServiceQuery): Promise<ServiceFilter> {
  const area = query.area === undefined ? undefined : await readArea(ctx.db, ctx.municipality.id, query.area);
  if (query.area !== undefined && !area)
    throw invalid([{ path: '/area', code: 'area', message: say(ctx.language, 'settings.issue.area') }]);
  return {
    q: query.q && normaliseForSearch(query.q),
    areaPath: area?.path,
    type: query.type,
    capacity: query.capacity,
    organisation: query.organisation,
    confirmedBefore: query.staleDays === undefined ? undefined : addDays(ctx.today, -query.staleDays),
    closed: query.closed,
  };
}

export async function readServiceRecord(ctx: MunicipalContext, id: string): Promise<ServiceRecord> {
  const row = await readService(ctx.db, ctx.municipality.id, id);
  const [record] = row ? await describe(ctx, [row]) : [];
  if (!record) throw notFound();
  return record;
}

export type ServiceInput = {
  organisationId: string;
  type: string;
  name: string;
  nameKana: string;
  areaIds: string[];
  description: string | null;
  eligibility: string | null;
  urgencies: string[];
  fee: string | null;
  feeYen: number | null;
  days: string[];
  hours: string | null;
  capacity: Capacity;
  phone: string | null;
  url: string | null;
  address: string | null;
  latitude: number | null;
  longitude: number | null;
};

/** What says nothing about whoever runs a service. */
const plainFields = [
  'organisation_id',
  'type_key',
  'urgencies',
  'fee_yen',
  'days',
  'capacity',
  'capacity_confirmed_on',
  'full_until',
  'closed_at',
  'areas',
];

const list = (values: string[] | undefined): string | undefined => values && JSON.stringify(values);

/** Column values of what was given; what was not stays undefined. */
const toValues = (input: Partial<ServiceInput>) => ({
  organisation_id: input.organisationId,
  type_key: input.type,
  name: input.name,
  name_kana: input.nameKana,
  description: input.description,
  eligibility: input.eligibility,
  urgencies: list(input.urgencies),
  fee: input.fee,
  fee_yen: input.feeYen,
  days: list(input.days),
  hours: input.hours,
  capacity: input.capacity,
  phone: input.phone,
  url: input.url,
  address: input.address,
  latitude: input.latitude,
  longitude: input.longitude,
});

const searchWords = (row: Pick<ServiceRow, 'name' | 'name_kana' | 'address'>): string =>
  normaliseForSearch([row.name, row.name_kana, row.address ?? ''].join(' '));

/** `held`: those that the service has already, which stay allowed when they are closed. */
async function findAreas(ctx: MunicipalContext, ids: string[], held: string[] = []): Promise<AreaRow[]> {
  const areas: AreaRow[] = [];
  for (const [index, id] of ids.entries()) {
    const area = await readArea(ctx.db, ctx.municipality.id, id);
    if (!area || (area.closed_at && !held.includes(id)))
      throw invalid([{ path: `/areaIds/${index}`, code: 'area', message: say(ctx.language, 'settings.issue.area') }]);
    areas.push(area);
  }
  return areas;
}

async function findOrganisation(ctx: MunicipalContext, id: string): Promise<OrganisationRow> {
  const organisation = await readOrganisation(ctx.db, ctx.municipality.id, id);
  if (!organisation || organisation.closed_at)
    throw invalid([
      { path: '/organisationId', code: 'organisation', message: say(ctx.language, 'settings.issue.organisation') },
    ]);
  return organisation;
}

type Places = { organisation: OrganisationRow; areas: AreaRow[] };

async function placesOf(ctx: MunicipalContext, input: ServiceInput): Promise<Places> {
  const organisation = await findOrganisation(ctx, input.organisationId);
  const areas = await findAreas(ctx, input.areaIds);
  await requireCode(ctx, 'service-type', input.type, '/type');
  return { organisation, areas };
}

const mayAdd = ({ actor }: MunicipalContext, { organisation, areas }: Places): boolean =>
  mayKeepService(
    actor,
    organisation.id,
    areas.map((area) => area.path),
  );

/** Could the asker add it? Throws `invalid`, or not-allowed. */
export async function requireAddable(ctx: MunicipalContext, input: ServiceInput): Promise<void> {
  if (!mayAdd(ctx, await placesOf(ctx, input))) throw notAllowed();
}

/** Adds a service. Its capacity counts as confirmed today unless it is「要問い合わせ」. */
export async function createService(
  ctx: MunicipalContext,
  input: ServiceInput,
): Promise<{ id: string; version: number }> {
  const places = await placesOf(ctx, input);
  if (!mayAdd(ctx, places)) throw notAllowed();
  return addService(ctx, input, places);
}

/** Adds the service that comes out of a record, once: one that came out of it and is still open stays as it is. Who may was asked before the step was taken. */
export async function openServiceOf(
  ctx: MunicipalContext,
  record: { kind: RecordKind; id: string; by: string | null },
  input: ServiceInput,
): Promise<void> {
  const before = await listServicesFrom(ctx.db, ctx.municipality.id, record);
  if (before.some(({ closed_at }) => closed_at === null)) return;
  await addService(ctx, input, await placesOf(ctx, input), record);
}

async function addService(
  ctx: MunicipalContext,
  input: ServiceInput,
  { organisation, areas }: Places,
  record?: { kind: RecordKind; id: string; by: string | null },
): Promise<{ id: string; version: number }> {
  const confirmed = input.capacity !== 'ask';
  const row: ServiceRow = {
    id: ctx.newId(),
    municipality_id: ctx.municipality.id,
    organisation_id: organisation.id,
    type_key: input.type,
    name: input.name,
    name_kana: input.nameKana,
    description: input.description,
    eligibility: input.eligibility,
    urgencies: JSON.stringify(input.urgencies),
    fee: input.fee,
    fee_yen: input.feeYen,
    days: JSON.stringify(input.days),
    hours: input.hours,
    capacity: input.capacity,
    capacity_confirmed_on: confirmed ? ctx.today : null,
    capacity_confirmed_by: confirmed ? (record ? record.by : ctx.actor.id) : null,
    full_until: null,
    full_before: null,
    phone: input.phone,
    url: input.url,
    address: input.address,
    latitude: input.latitude,
    longitude: input.longitude,
    external_key: null,
    record_kind: record?.kind ?? null,
    record_id: record?.id ?? null,
    search: searchWords({ name: input.name, name_kana: input.nameKana, address: input.address }),
    closed_at: null,
    created_at: ctx.now,
    version: 1,
  };
  await insertService(ctx.db, row);
  await setServiceAreas(
    ctx.db,
    row.id,
    areas.map((area) => area.id),
  );
  await audit(ctx, 'service.create', recordOf(row), {
    version: 1,
    ...(record && { recordKind: record.kind, recordId: record.id }),
  });
  return { id: row.id, version: 1 };
}

export type ServicePatch = Partial<ServiceInput> & { closed?: boolean };

/** Changes a service, or closes it. A provider cannot hand it to an organisation that is not its own. A changed capacity is confirmed today. */
export async function changeService(
  ctx: MunicipalContext,
  id: string,
  version: number,
  patch: ServicePatch,
): Promise<number> {
  const { row, areas: before, can } = await readServiceRecord(ctx, id);
  if (!can.edit) throw notAllowed();
  const organisation =
    patch.organisationId === undefined || patch.organisationId === row.organisation_id
      ? await readOrganisation(ctx.db, ctx.municipality.id, row.organisation_id)
      : await findOrganisation(ctx, patch.organisationId);
  if (!organisation) throw notFound();
  const areas =
    patch.areaIds &&
    (await findAreas(
      ctx,
      patch.areaIds,
      before.map((area) => area.id),
    ));
  const paths = (areas ?? before).map((area) => area.path);
  const keepsIt = mayKeepService(ctx.actor, organisation.id, paths);
  if (!keepsIt) throw notAllowed();
  if (patch.type !== undefined && patch.type !== row.type_key)
    await requireCode(ctx, 'service-type', patch.type, '/type');
  const closed_at = patch.closed === undefined ? undefined : patch.closed ? (row.closed_at ?? ctx.now) : null;
  const changed = changedFields(row, { ...toValues(patch), closed_at });
  const values = newValues(changed);
  const confirmed =
    'capacity' in values ? { capacity_confirmed_on: ctx.today, capacity_confirmed_by: ctx.actor.id, ...openEnded } : {};
  const next = await updateVersion(ctx.db, 'services', id, version, {
    ...values,
    ...confirmed,
    search: searchWords({ ...row, ...values }),
  });
  if (next === null) throw await staleConflict(ctx, 'service', id, version);
  if (areas)
    await setServiceAreas(
      ctx.db,
      id,
      areas.map((area) => area.id),
    );
  const moved =
    areas &&
    changedFields(
      {
        areas: before
          .map((area) => area.name)
          .sort()
          .join('、'),
      },
      {
        areas: areas
          .map((area) => area.name)
          .sort()
          .join('、'),
      },
    );
  await audit(ctx, 'service.update', recordOf(row), {
    version: next,
    changed: tellChanges({ ...changed, ...moved }, plainFields),
  });
  return next;
}

/** Of each open service of a body, the paths of the areas that it serves. */
export async function areasServed(ctx: MunicipalContext, organisationId: string): Promise<string[][]> {
  const rows = await listOpenServices(ctx.db, ctx.municipality.id, { organisation_id: organisationId });
  const areas = Map.groupBy(
    await listServiceAreas(
      ctx.db,
      rows.map(({ id }) => id),
    ),
    (area) => area.service_id,
  );
  return rows.map(({ id }) => (areas.get(id) ?? []).map(({ path }) => path));
}

/** What takes the place of what in services: areas by id, a type by key, or the body whose they are. */
export type ServiceMove =
  { areas: readonly string[]; to: string } | { type: string; to: string } | { organisation: string; to: string };

/** Gives open services another area, type or body in place of one that is closed, for whoever may close that. Returns how many. */
export async function moveServices(ctx: MunicipalContext, move: ServiceMove): Promise<number> {
  if ('areas' in move) return moveServed(ctx, move.areas, move.to);
  const [of, values] =
    'type' in move
      ? [{ type_key: move.type }, { type_key: move.to }]
      : [{ organisation_id: move.organisation }, { organisation_id: move.to }];
  const rows = await listOpenServices(ctx.db, ctx.municipality.id, of);
  await updateHeld(
    ctx.db,
    'services',
    rows.map(({ id }) => ({ id, ...values })),
  );
  await tellMoved(ctx, rows, (row) => changedFields(row, values));
  return rows.length;
}

/** A line for each, of the version that it has now. */
const tellMoved = (
  ctx: MunicipalContext,
  rows: readonly ServiceRow[],
  changes: (row: ServiceRow) => Record<string, [unknown, unknown]>,
): Promise<void> =>
  insertAuditLines(
    ctx.db,
    rows.map((row) =>
      auditLine(ctx, 'service.update', recordOf(row), {
        version: row.version + 1,
        changed: tellChanges(changes(row), plainFields),
      }),
    ),
  );

async function moveServed(ctx: MunicipalContext, from: readonly string[], to: string): Promise<number> {
  const municipalityId = ctx.municipality.id;
  const rows = await listOpenServices(ctx.db, municipalityId, { areaIds: from });
  const names = new Map((await areasOf(ctx)).map(({ id, name }) => [id, name]));
  const named = (ids: string[]): { areas: string } => ({
    areas: [...new Set(ids)]
      .map((id) => names.get(id) ?? id)
      .toSorted()
      .join('、'),
  });
  const served = Map.groupBy(await listServedAreas(ctx.db, municipalityId, from), ({ service_id }) => service_id);
  await updateHeld(
    ctx.db,
    'services',
    rows.map(({ id }) => ({ id })),
  );
  await exchangeServiceAreas(ctx.db, municipalityId, from, to);
  await tellMoved(ctx, rows, ({ id }) => {
    const before = (served.get(id) ?? []).map(({ area_id }) => area_id);
    const after = before.map((area) => (from.includes(area) ? to : area));
    return changedFields(named(before), named(after));
  });
  return rows.length;
}

/** Says how much room there is, as of today; the same word again confirms it anew. */
export async function confirmCapacity(
  ctx: MunicipalContext,
  id: string,
  version: number,
  capacity: Capacity,
): Promise<number> {
  const { row, can } = await readServiceRecord(ctx, id);
  if (!can.setCapacity) throw notAllowed();
  const next = await updateVersion(ctx.db, 'services', id, version, {
    capacity,
    capacity_confirmed_on: ctx.today,
    capacity_confirmed_by: ctx.actor.id,
    ...openEnded,
  });
  if (next === null) throw await staleConflict(ctx, 'service', id, version);
  await audit(ctx, 'service.confirm', recordOf(row), {
    version: next,
    changed: tellChanges(changedFields(row, { capacity, capacity_confirmed_on: ctx.today }), plainFields),
  });
  return next;
}

/**
 * Says that a service has no room, as of today and until a day (null: until somebody says otherwise), for whoever has just refused
 * for it: nobody is asked whether they keep the service. On that day it is what it was before, unless somebody said otherwise since;
 * what was without room for as long as nobody says otherwise stays so.
 */
export async function setFull(ctx: MunicipalContext, id: string, until: string | null): Promise<void> {
  await lockRecord(ctx.db, 'services', ctx.municipality.id, id);
  const row = await readService(ctx.db, ctx.municipality.id, id);
  if (!row) throw notFound();
  // Without room already, and nobody said until when: the day would make of it what nobody said.
  const before = row.capacity === 'none' ? row.full_before : row.capacity;
  const end = before === null ? null : until;
  const changes = { capacity: 'none' as const, capacity_confirmed_on: ctx.today, full_until: end };
  const next = await updateVersion(ctx.db, 'services', id, row.version, {
    ...changes,
    capacity_confirmed_by: ctx.actor.id,
    full_before: end === null ? null : before,
  });
  if (next === null) throw await staleConflict(ctx, 'service', id, row.version);
  if (end !== null) await addEffect(ctx, { type: 'endFull', params: { id, until: end }, dueAt: instantInJapan(end) });
  await audit(ctx, 'service.confirm', recordOf(row), {
    version: next,
    changed: tellChanges(changedFields(row, changes), plainFields),
  });
}

/** What was without room until this day is what it was before. Does nothing where somebody has said otherwise since. */
export async function endFull(ctx: MunicipalContext, id: string, until: string): Promise<void> {
  await lockRecord(ctx.db, 'services', ctx.municipality.id, id);
  const row = await readService(ctx.db, ctx.municipality.id, id);
  if (row?.capacity !== 'none' || row.full_until !== until) return;
  const changes = { capacity: row.full_before ?? 'has', full_until: null };
  const next = await updateVersion(ctx.db, 'services', id, row.version, { ...changes, full_before: null });
  if (next === null) throw await staleConflict(ctx, 'service', id, row.version);
  await audit(ctx, 'service.confirm', recordOf(row), {
    version: next,
    changed: tellChanges(changedFields(row, changes), plainFields),
  });
}
