import { z } from 'zod';
import { can, id, instant, page, paging, version } from '../http/contract.ts';

/** Where a field comes from: a column of the list, several of them one after the other, a fixed value, or nothing. */
export const mappingSource = z.union([
  z.object({ column: z.string() }),
  z.object({ columns: z.array(z.string()).min(1).max(10) }),
  z.object({ fixed: z.string().max(10_000) }),
]);
/** Rows that are no entries: headings of groups, sums, remarks. */
export const asideKind = z.enum(['heading', 'total', 'note']);
export const importMapping = z.object({
  fields: z.record(z.string().max(300), mappingSource),
  /** Words in the column of types → keys of types; words not listed are refused row by row. */
  types: z.record(z.string(), z.string()).default({}),
  /** Area for rows that name none that is known: an area's id. */
  defaultAreaId: id.optional(),
  /** Rows that were put aside and are to come in all the same. */
  takeIn: z.array(asideKind).optional(),
  /** By number of a row that is in doubt: the id of what it is, or `new`. */
  decisions: z.record(z.string().regex(/^\d{1,7}$/), z.string().max(64)).optional(),
});
/** What lists may be imported of. `page`: the one that has what came in, below the municipality's. */
export const importKinds = z.array(
  z.object({
    key: z.string(),
    page: z.string(),
    /** Of a register that the city has; null: the program's own word for it. */
    name: z.string().nullable(),
    can: z.boolean(),
  }),
);
/** The list itself is the body (`application/octet-stream`). */
export const importFileQuery = z.object({
  fileName: z.string().min(1).max(255),
  kind: z.string().max(50).default('services'),
});
/** A list that was handed over: whose it is may plan and import it until `keptUntil`, by its id. */
export const importFile = z.object({ id, fileName: z.string(), size: z.number().int(), keptUntil: instant });
export const importRequest = z.object({
  /** What it is a list of. */
  kind: z.string().max(50).default('services'),
  fileId: id,
  /** A sheet of a workbook by its name; otherwise the likeliest. */
  sheet: z.string().max(255).optional(),
  /** Otherwise it is guessed. */
  mapping: importMapping.optional(),
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
  /** The visible sheets of a workbook, the likeliest first, and the one that was read. */
  sheets: z.array(z.string()),
  sheet: z.string().nullable(),
  headerRow: z.number().int(),
  preamble: z.array(z.string()),
  columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })),
  kind: z.string(),
  /** `undo`: what comes in can be taken back. */
  can,
  /** What may be mapped, in the order in which it is asked. */
  fields: z.array(
    z.object({
      field: z.string(),
      needed: z.boolean(),
      seldom: z.boolean(),
      /** What it is called, where it is a field of a city's own form. */
      label: z.string().nullable(),
      /** What it may be in every row, in words; null: anything. */
      choices: z.array(z.string()).nullable(),
    }),
  ),
  /** The field whose words `typeWords` are. */
  wordField: z.string().nullable(),
  /** What was asked, or a guess from the names of the columns. */
  mapping: importMapping,
  /** Of a guess: words of types, and the area for the rest, that no word of the list tells. */
  proposed: z.object({ words: z.array(z.string()), area: z.boolean() }),
  /** Words found in the column of types, with how often. */
  typeWords: z.array(z.object({ word: z.string(), rows: z.number().int() })),
  /** Rows that were put aside, the first hundred of each kind. */
  aside: z.array(
    z.object({
      kind: asideKind,
      count: z.number().int(),
      taken: z.boolean(),
      rows: z.array(z.object({ row: z.number().int(), text: z.string() })),
    }),
  ),
  /** Rows that may be something that is there or something new; kept out until it is decided. The first hundred. */
  doubts: z.array(
    z.object({
      row: z.number().int(),
      name: z.string(),
      place: z.string(),
      candidates: z.array(z.object({ id, label: z.string() })),
      decision: z.string().nullable(),
    }),
  ),
  counts: importCounts,
  /** All of them; `issues` holds the first thousands, and where that is not all, errors first. */
  issueCount: z.number().int(),
  issues: z.array(importIssue),
  /** The first thousand; `shown` goes by field. */
  shown: z.array(z.string()),
  rows: z.array(
    z.object({
      row: z.number().int(),
      action: z.enum(['create', 'update', 'unchanged', 'reject']),
      name: z.string(),
      shown: z.record(z.string(), z.string()),
    }),
  ),
});
export const importRecord = z.object({
  id,
  kind: z.string(),
  fileName: z.string(),
  counts: importCounts,
  createdAt: instant,
  createdBy: z.string(),
  undoneAt: instant.nullable(),
  can,
  version,
});
export const importPage = page(importRecord);
export const importListQuery = paging.extend({ kind: z.string().max(50).default('services') });
