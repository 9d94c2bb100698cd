import type { z } from 'zod';
import { canImport } from '../../policies/import.ts';
import type * as contract from '../../http/contract/services.ts';
import { listAreas, readRootArea } from '../../store/areas.ts';
import { listCodeEntries } from '../../store/code-entries.ts';
import { listImportRows, listOrganisationsToCompare, listServicesToCompare, type ImportedService, type ListedImport } from '../../store/imports.ts';
import type { Paging } from '../../store/paging.ts';
import { say } from '../../texts/index.ts';
import type { MunicipalContext } from '../context.ts';
import { invalid, notAllowed, type FieldIssue } from '../errors.ts';
import { countTypeWords, guessMapping } from './guess-mapping.ts';
import { planImport } from './plan-import.ts';
import { readTable } from './read-table.ts';
import { TableError, type Capacity, type Existing, type ExistingService, type ImportMapping, type ImportPlan, type ImportPreview, type ReadTable, type Weekday } from './types.ts';

/** A file to import and how to read it. Without a mapping it is guessed from the names of the columns. */
export type ImportInput = { bytes: Uint8Array; fileName: string; sheet?: string | undefined; mapping?: ImportMapping | undefined };

export type ImportRecord = z.infer<typeof contract.importRecord>;

/** Rows that a preview shows; its counts and issues are of all rows. */
const shownRows = 1000;

/** Throws not-allowed unless the asker may import into this municipality. */
export async function requireImport(ctx: MunicipalContext): Promise<void> {
  const root = await readRootArea(ctx.db, ctx.municipality.id);
  if (!canImport(ctx.actor, root?.path ?? '/')) throw notAllowed();
}

const toExisting = (row: ImportedService & { areaIds: string[] }): ExistingService => ({
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
  capacity: row.capacity as Capacity,
  phone: row.phone,
  url: row.url,
  address: row.address,
  latitude: row.latitude,
  longitude: row.longitude,
  externalKey: row.external_key,
});

async function loadExisting(ctx: MunicipalContext): Promise<Existing> {
  const id = ctx.municipality.id;
  const codes = (await listCodeEntries(ctx.db, id)).filter((entry) => entry.retired_at === null);
  const named = (list: string) => codes.filter((entry) => entry.list === list).map(({ key, name_ja }) => ({ key, name: name_ja }));
  return {
    services: (await listServicesToCompare(ctx.db, id)).map(toExisting),
    organisations: (await listOrganisationsToCompare(ctx.db, id)).map((row) => ({ id: row.id, name: row.name, nameKana: row.name_kana, corporateNumber: row.corporate_number })),
    types: named('service-type'),
    organisationKinds: named('organisation-kind'),
    areas: (await listAreas(ctx.db, id)).filter((area) => area.closed_at === null).map(({ id: areaId, name }) => ({ id: areaId, name })),
  };
}

/** Sources that name a column which the file does not have. */
function findMappingIssues(ctx: MunicipalContext, table: ReadTable, mapping: ImportMapping): FieldIssue[] {
  return Object.entries(mapping.fields).flatMap(([field, source]) =>
    source && 'column' in source && !table.columns.includes(source.column) ? [{ path: `/mapping/fields/${field}`, code: 'noColumn', message: say(ctx.language, 'imports.mapping.noColumn', { column: source.column }) }] : [],
  );
}

export type PreparedImport = { table: ReadTable; mapping: ImportMapping; plan: ImportPlan; existing: Existing };

/** Reads the file and plans it against what is stored. Throws invalid, in the asker's words, for a file or mapping that cannot be used. */
export async function prepareImport(ctx: MunicipalContext, input: ImportInput): Promise<PreparedImport> {
  const table = await readTable(input.bytes, input.fileName, input.sheet).catch((error: unknown) => {
    if (error instanceof TableError) throw invalid([{ path: '/file', code: error.code, message: say(ctx.language, `imports.file.${error.code}`, error.params) }]);
    throw error;
  });
  const existing = await loadExisting(ctx);
  const mapping = input.mapping ?? guessMapping(table, existing.types, existing.areas);
  const issues = findMappingIssues(ctx, table, mapping);
  if (issues.length > 0) throw invalid(issues);
  return { table, mapping, existing, plan: planImport(table, mapping, existing) };
}

/** What an import would do, row by row, in the asker's language. Stores nothing. */
export async function previewImport(ctx: MunicipalContext, input: ImportInput): Promise<ImportPreview> {
  await requireImport(ctx);
  const { table, mapping, plan } = await prepareImport(ctx, input);
  return {
    fileName: input.fileName,
    format: table.format,
    encoding: table.encoding,
    sheets: table.sheets,
    headerRow: table.headerRow,
    preamble: table.preamble,
    columns: table.columns.map((name, index) => ({ name, samples: [...new Set(table.rows.map((row) => row.cells[index] ?? '').filter((cell) => cell !== ''))].slice(0, 3) })),
    mapping,
    typeWords: countTypeWords(table, mapping),
    counts: plan.counts,
    issues: plan.issues.map(({ row, column, code, level, params }) => ({ row, column, code, level, message: say(ctx.language, `imports.row.${code}`, params) })),
    rows: plan.rows.slice(0, shownRows).map(({ row, action, name, organisation, type, areas }) => ({ row, action, name, organisation, type, areas })),
  };
}

/** An import as its list shows it. */
export const presentImport = (ctx: MunicipalContext, row: ListedImport): ImportRecord => ({
  id: row.id,
  fileName: row.file_name,
  counts: JSON.parse(row.counts) as ImportRecord['counts'],
  createdAt: row.created_at,
  createdBy: row.creator_name ?? say(ctx.language, 'imports.system'),
  undoneAt: row.undone_at,
  can: { undo: row.undone_at === null },
  version: row.version,
});

/** The municipality's imports, newest first. */
export async function listImports(ctx: MunicipalContext, paging: Paging): Promise<{ items: ImportRecord[]; total: number; next: string | null }> {
  await requireImport(ctx);
  const page = await listImportRows(ctx.db, ctx.municipality.id, paging);
  return { ...page, items: page.items.map((row) => presentImport(ctx, row)) };
}
