import { z } from 'zod';
import { fieldName, id, role, version } from '../http/contract.ts';

const name = z.string().trim().min(1).max(60);

/** As what a list or a record is written out; see `ExportForm`. */
export const exportForm = z.object({
  format: z.enum(['csv', 'xlsx']).default('xlsx'),
  /** Of a CSV. CP932 is what Windows in Japan calls Shift_JIS; what it has no letter for is written 〓. */
  encoding: z.enum(['utf-8-bom', 'utf-8', 'cp932']).default('utf-8-bom'),
  /** `people`: a row for each record, in words. `machine`: one for each value, with codes, units and a data dictionary (CSV: a ZIP of both). */
  face: z.enum(['people', 'machine']).default('people'),
});

/** What a file would hold, before it is made. */
export const exportPreview = z.object({
  rows: z.number().int(),
  columns: z.array(z.object({ key: z.string(), label: z.string() })),
  /** What will not be in it and why, in words. */
  notes: z.array(z.string()),
  /** With `encoding=cp932`: letters that it has not, how many records have them, and the first of these. */
  unwritable: z.array(z.object({ letter: z.string(), code: z.string(), records: z.number().int(), first: z.string() })),
});
/** How many records a file that the asker is being sent holds so far. */
export const exportProgress = z.object({ rows: z.number().int() });

/** A field of the forms that a list's records are asked with. */
export const listField = z.object({
  field: z.string(),
  label: z.string(),
  type: z.enum(['boolean', 'integer', 'number', 'string', 'date', 'choice', 'choices', 'strings']),
  unit: z.string().nullable(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
  /** May be filtered and sorted by. Others are shown where they may be told. */
  askable: z.boolean(),
  /** Lists can be asked by it: `POST …/fields` makes it so. */
  ready: z.boolean(),
});
export const listFields = z.object({ items: z.array(listField) });
export const useFields = z.object({ fields: z.array(fieldName).min(1).max(8) });

/** How many of a list's records there are by something that is told of all of them. */
export const listCounts = z.object({
  /** How many the list finds, exactly. */
  total: z.number().int(),
  /** `value` null: of which nothing is known. In the order in which they are chosen, months by time. */
  rows: z.array(z.object({ value: z.string().nullable(), label: z.string(), count: z.number().int() })),
  /** A record can stand in several rows: they are no parts of the total. */
  several: z.boolean(),
});

/* What is kept of a view of a list; `query`: its filter, order and columns, in that list's own shape. */

export const viewInput = <Q extends z.ZodType>(query: Q) =>
  z.object({
    name,
    /** Everybody who holds this role sees it: an administrator's to share. Null: the asker's own. */
    role: role.nullable().default(null),
    /** The list opens with it: for the asker, or for all who hold the role and have no default of their own. */
    isDefault: z.boolean().default(false),
    query,
  });

export const viewPatch = <Q extends z.ZodType>(query: Q) =>
  z.object({ name: name.optional(), isDefault: z.boolean().optional(), query: query.optional() });

export const listedViews = <Q extends z.ZodType>(query: Q) =>
  z.object({
    items: z.array(
      z.object({
        id,
        name: z.string(),
        role: role.nullable(),
        isDefault: z.boolean(),
        /** Without the columns that the asker may not be shown; null: it filters or sorts by what they may not be told. */
        query: query.nullable(),
        /** What was left out and why, in words. */
        notes: z.array(z.string()),
        mayChange: z.boolean(),
        version,
      }),
    ),
    /** The view that the list opens with for the asker; null: as the product shows it. */
    opens: id.nullable(),
    /** May the asker share views with a role? */
    mayShare: z.boolean(),
  });
