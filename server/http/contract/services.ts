import { z } from 'zod';
import { areaLink, can, day, id, instant, largest, line, link, page, patchOf, version, words } from './common.ts';

/** 空きあり / 空きなし / 待機あり / 要問い合わせ */
export const capacity = z.enum(['has', 'none', 'waiting', 'ask']);
export const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'holiday']);

export const organisation = z.object({
  id,
  name: z.string(),
  nameKana: z.string(),
  kind: z.object({ key: z.string(), name: z.string() }),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  url: z.string().nullable(),
  postalCode: z.string().nullable(),
  address: z.string().nullable(),
  corporateNumber: z.string().nullable(),
  note: z.string().nullable(),
  services: z.number().int(),
  closed: z.boolean(),
  can,
  version,
});
export const organisationPage = page(organisation);
/** `closed=true`: those that have been closed, instead of the open ones. */
export const organisationQuery = z.object({
  q: z.string().max(200).optional(),
  kind: z.string().max(100).optional(),
  closed: z.enum(['true', 'false']).optional(),
});
export const organisationInput = z.object({
  name: line,
  nameKana: z.string().trim().max(200).default(''),
  kind: z.string().min(1),
  phone: z.string().trim().max(50).nullable().default(null),
  email: z.email().max(254).nullable().default(null),
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .default(null),
  postalCode: z.string().trim().max(10).nullable().default(null),
  address: z.string().trim().max(300).nullable().default(null),
  corporateNumber: z
    .string()
    .regex(/^\d{13}$/)
    .nullable()
    .default(null),
  note: words.nullable().default(null),
});
export const organisationPatch = patchOf(organisationInput).extend({ closed: z.boolean().optional() });
export const organisationRecord = organisation.extend({
  serviceList: z.array(z.object({ id, name: z.string(), type: z.string(), capacity })),
});

export const service = z.object({
  id,
  name: z.string(),
  nameKana: z.string(),
  organisation: link,
  type: z.object({ key: z.string(), name: z.string() }),
  areas: z.array(areaLink),
  eligibility: z.string().nullable(),
  fee: z.string().nullable(),
  days: z.array(weekday),
  hours: z.string().nullable(),
  capacity,
  capacityConfirmedOn: day.nullable(),
  capacityConfirmedBy: z.string().nullable(),
  closed: z.boolean(),
  version,
});
export const servicePage = page(service);
export const serviceQuery = z.object({
  q: z.string().max(200).optional(),
  area: id.optional(),
  type: z.string().max(100).optional(),
  capacity: capacity.optional(),
  organisation: id.optional(),
  /** Not confirmed for this many days or more. */ staleDays: z.coerce.number().int().min(1).max(36_500).optional(),
  closed: z.enum(['true', 'false']).optional(),
});
export const serviceInput = z.object({
  organisationId: id,
  type: z.string().min(1),
  name: line,
  nameKana: z.string().trim().max(200).default(''),
  areaIds: z.array(id).min(1),
  description: words.nullable().default(null),
  eligibility: words.nullable().default(null),
  urgencies: z
    .array(z.enum(['low', 'normal', 'high']))
    .min(1)
    .default(['low', 'normal', 'high']),
  fee: z.string().trim().max(200).nullable().default(null),
  feeYen: z.number().int().min(0).max(largest).nullable().default(null),
  days: z.array(weekday).default([]),
  hours: z.string().trim().max(200).nullable().default(null),
  capacity: capacity.default('ask'),
  phone: z.string().trim().max(50).nullable().default(null),
  url: z.string().trim().max(500).nullable().default(null),
  address: z.string().trim().max(300).nullable().default(null),
  latitude: z.number().min(-90).max(90).nullable().default(null),
  longitude: z.number().min(-180).max(180).nullable().default(null),
});
export const servicePatch = patchOf(serviceInput).extend({ closed: z.boolean().optional() });
/** Sets the capacity and confirms it as of today. */
export const capacityInput = z.object({ capacity });
export const serviceRecord = service.extend({
  description: z.string().nullable(),
  urgencies: z.array(z.string()),
  feeYen: z.number().int().nullable(),
  phone: z.string().nullable(),
  url: z.string().nullable(),
  address: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  can,
});

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
