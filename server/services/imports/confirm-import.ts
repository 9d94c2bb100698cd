import { createHash } from 'node:crypto';
import { insertImport, insertImported, lockImports, replaceServiceAreas, type ImportedOrganisation, type ImportedService, type ImportRow } from '../../store/imports.ts';
import { updateVersion } from '../../store/versioned.ts';
import { say } from '../../texts/index.ts';
import { tellChanges } from '../audit-details.ts';
import { audit, type MunicipalContext } from '../context.ts';
import { AppError, invalid } from '../errors.ts';
import { normaliseForSearch } from '../normalise.ts';
import { changedFields } from '../stale.ts';
import { presentImport, prepareImport, requireImport, type ImportInput, type ImportRecord, type PreparedImport } from './import-list.ts';
import type { ExistingService, OrganisationLink, PlannedRow, ServiceValues } from './types.ts';

/** What undoing an import needs: what it made, and what it changed as it was before. */
export type ImportChanges = {
  organisations: string[];
  services: string[];
  updates: { id: string; version: number; before: Record<string, unknown>; areaIds: string[] | null }[];
};

/** The columns of `services` that these values go to; areas have their own table. */
function toColumns(values: Partial<ServiceValues>): Record<string, unknown> {
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

/** Names that services are found by besides their own: of organisations (with kana) by id, and of types by key. */
type Names = { organisations: Map<string, string>; types: Map<string, string> };

const searchOf = (service: Pick<ServiceValues, 'name' | 'nameKana' | 'typeKey' | 'address'>, organisationId: string, names: Names): string =>
  normaliseForSearch([service.name, service.nameKana, names.organisations.get(organisationId) ?? '', names.types.get(service.typeKey) ?? '', service.address ?? ''].join(' '));

/**
 * Imports a list: plans it anew against what is stored now, and stores every row that is not kept out, in the caller's one
 * transaction. Throws invalid when no name is mapped, conflict (`stale`) when somebody changes one of the services meanwhile.
 */
export async function confirmImport(ctx: MunicipalContext, input: ImportInput): Promise<ImportRecord> {
  await requireImport(ctx);
  await lockImports(ctx.db, ctx.municipality.id);
  const prepared = await prepareImport(ctx, input);
  if (!prepared.mapping.fields.name) throw invalid([{ path: '/mapping/fields/name', code: 'nameUnmapped', message: say(ctx.language, 'imports.mapping.nameUnmapped') }]);

  const importId = ctx.newId();
  const changes = await applyPlan(ctx, importId, prepared);
  const row: ImportRow = {
    id: importId,
    municipality_id: ctx.municipality.id,
    file_name: input.fileName,
    sha256: createHash('sha256').update(input.bytes).digest('hex'),
    mapping: JSON.stringify(prepared.mapping),
    counts: JSON.stringify(prepared.plan.counts),
    changes: JSON.stringify(changes),
    created_by: ctx.actor.id,
    created_at: ctx.now,
    undone_at: null,
    version: 1,
  };
  await insertImport(ctx.db, row);
  await audit(ctx, 'import.create', { kind: 'import', id: importId, title: input.fileName }, { version: 1, counts: prepared.plan.counts });
  return presentImport(ctx, { ...row, creator_name: ctx.actor.kind === 'user' ? ctx.actor.name : null });
}

async function applyPlan(ctx: MunicipalContext, importId: string, { plan, existing }: PreparedImport): Promise<ImportChanges> {
  const base = { municipality_id: ctx.municipality.id, created_at: ctx.now };
  const ids = new Map(plan.organisations.map(({ ref }) => [ref, ctx.newId()]));
  const names: Names = { organisations: new Map(existing.organisations.map(({ id, name, nameKana }) => [id, `${name} ${nameKana}`])), types: new Map(existing.types.map(({ key, name }) => [key, name])) };
  const idOf = (link: OrganisationLink): string => ('id' in link ? link.id : (ids.get(link.ref) ?? ''));

  const organisations = plan.organisations.map(({ ref, corporateNumber, nameKana, ...rest }): ImportedOrganisation => {
    const id = ids.get(ref) ?? '';
    names.organisations.set(id, `${rest.name} ${nameKana}`);
    return { ...base, id, ...rest, name_kana: nameKana, corporate_number: corporateNumber, search: normaliseForSearch([rest.name, nameKana, rest.address ?? ''].join(' ')) };
  });
  const created = plan.rows.flatMap((row) => (row.action === 'create' ? [{ id: ctx.newId(), row, organisationId: idOf(row.owner) }] : []));
  const services = created.map(({ id, row: { values }, organisationId }): ImportedService => ({
    ...base, id, organisation_id: organisationId, type_key: values.typeKey, name: values.name, name_kana: values.nameKana, description: values.description, eligibility: values.eligibility,
    fee: values.fee, fee_yen: values.feeYen, days: JSON.stringify(values.days), hours: values.hours, capacity: values.capacity, capacity_confirmed_on: null, capacity_confirmed_by: null,
    phone: values.phone, url: values.url, address: values.address, latitude: values.latitude, longitude: values.longitude, external_key: values.externalKey,
    search: searchOf(values, organisationId, names), closed_at: null, version: 1,
  }));
  await insertImported(ctx.db, organisations, services, created.flatMap(({ id, row }) => row.values.areaIds.map((area_id) => ({ service_id: id, area_id }))));
  for (const { id, name } of organisations) await audit(ctx, 'organisation.create', { kind: 'organisation', id, title: name }, { import: importId, version: 1 });
  for (const { id, name } of services) await audit(ctx, 'service.create', { kind: 'service', id, title: name }, { import: importId, version: 1 });

  const updates: ImportChanges['updates'] = [];
  for (const row of plan.rows) if (row.action === 'update') updates.push(await applyUpdate(ctx, importId, row, row.owner ? idOf(row.owner) : row.service.organisationId, names));
  return { organisations: organisations.map(({ id }) => id), services: services.map(({ id }) => id), updates };
}

/** Changes one service and answers how it was before. */
async function applyUpdate(ctx: MunicipalContext, importId: string, row: PlannedRow & { action: 'update' }, organisationId: string, names: Names): Promise<ImportChanges['updates'][number]> {
  const { service, changes } = row;
  const moved = organisationId !== service.organisationId;
  const fields = Object.keys(changes) as (keyof ServiceValues)[];
  const beforeValues: Partial<ExistingService> = Object.fromEntries(fields.map((field) => [field, service[field]]));
  const search = (values: Partial<ServiceValues>, owner: string) => searchOf({ ...service, ...values }, owner, names);
  const before = { ...toColumns(beforeValues), ...(moved ? { organisation_id: service.organisationId } : {}), search: search({}, service.organisationId) };
  const after = { ...toColumns(changes), ...(moved ? { organisation_id: organisationId } : {}), search: search(changes, organisationId) };
  const version = await updateVersion(ctx.db, 'services', service.id, service.version, after);
  if (version === null) throw new AppError('conflict', 'stale');
  if (changes.areaIds) await replaceServiceAreas(ctx.db, service.id, changes.areaIds);
  const changed = changedFields({ ...service }, { ...changes, organisationId });
  const title = changes.name ?? service.name;
  await audit(ctx, 'service.update', { kind: 'service', id: service.id, title }, { import: importId, version, changed: tellChanges(changed, ['capacity', 'organisationId']) });
  return { id: service.id, version, before, areaIds: changes.areaIds ? service.areaIds : null };
}
