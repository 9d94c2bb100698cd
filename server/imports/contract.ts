import { z } from 'zod';
import { can, id, instant, page, version } from '../http/contract.ts';

/** Where a service's fields come from: a column of the file, a fixed value, or nothing. */
export const mappingSource = z.union([z.object({ column: z.string() }), z.object({ fixed: z.string() })]);
export const importField = z.enum([
  'name',
  'nameKana',
  'organisation',
  'organisationKind',
  'corporateNumber',
  'type',
  'areas',
  'address',
  'phone',
  'url',
  'days',
  'hours',
  'hoursUntil',
  'hoursNote',
  'fee',
  'eligibility',
  'description',
  'capacity',
  'latitude',
  'longitude',
  'latlng',
  'externalKey',
]);
export const importMapping = z.object({
  fields: z.partialRecord(importField, mappingSource),
  /** Words in the type column → keys of service types; words not listed are refused row by row. */
  types: z.record(z.string(), z.string()).default({}),
  /** Area for rows that name none that is known: an area's id. */
  defaultAreaId: id.optional(),
});
/** The file goes as the body (`application/octet-stream`), the rest in the query: `fileName`, `mapping` (JSON). */
export const importQuery = z.object({
  fileName: z.string().min(1).max(255),
  sheet: z.string().max(255).optional(),
  mapping: z.string().max(100_000).optional(),
});
/** An error keeps its row out; a warning says what was mended or left out, and the row comes in. */
export const importIssue = z.object({
  row: z.number().int(),
  column: z.string().nullable(),
  code: z.string(),
  level: z.enum(['error', 'warning']).optional(),
  message: z.string(),
});
export const importCounts = z.object({
  rows: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  rejected: z.number().int(),
});
export const importPreview = z.object({
  fileName: z.string(),
  format: z.enum(['csv', 'xlsx']),
  encoding: z.enum(['utf-8', 'utf-8-bom', 'cp932']).nullable(),
  sheets: z.array(z.string()),
  headerRow: z.number().int(),
  preamble: z.array(z.string()),
  columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })),
  /** What was asked, or a guess from the column names. */
  mapping: importMapping,
  /** Words found in the type column, with how often. */
  typeWords: z.array(z.object({ word: z.string(), rows: z.number().int() })),
  counts: importCounts,
  /** All of them; `issues` holds the first thousands, and where that is not all, errors first. */
  issueCount: z.number().int(),
  issues: z.array(importIssue),
  /** The first thousand. */
  rows: z.array(
    z.object({
      row: z.number().int(),
      action: z.enum(['create', 'update', 'unchanged', 'reject']),
      name: z.string(),
      organisation: z.string(),
      type: z.string(),
      areas: z.string(),
    }),
  ),
});
export const importRecord = z.object({
  id,
  fileName: z.string(),
  counts: importCounts,
  createdAt: instant,
  createdBy: z.string(),
  undoneAt: instant.nullable(),
  can,
  version,
});
export const importPage = page(importRecord);
