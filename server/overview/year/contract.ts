import { z } from 'zod';
import { day, id } from '../../http/contract.ts';

/** The fiscal year (April to March) by the year in which it begins, this one where nothing is said; and an area with all below it. */
export const yearQuery = z.object({
  year: z.coerce.number().int().min(2000).max(2100).optional(),
  area: id.optional(),
});

/** `count` null: it is unknown, to come, not settled yet, or of nothing. `unknown`: so many more of which nobody has put on record how much. `of`: of a share, of how many. */
export const yearValue = z.object({
  state: z.enum(['known', 'unknown', 'to-come', 'unsettled', 'none']),
  count: z.number().nullable(),
  unknown: z.number().int(),
  of: z.number().nullable(),
  /** With its unit. */
  said: z.string(),
});

const yearLine = z.object({
  /** Null: the whole figure, which is its first line. */
  key: z.string().nullable(),
  name: z.string().nullable(),
  /** `before`: the same quarter of the year before. */
  quarters: z.array(z.object({ value: yearValue, before: yearValue })),
  total: yearValue,
  before: yearValue,
  /** The year's, of the areas right below the one asked, and of what counts for none of them. */
  parts: z.array(z.object({ id, value: yearValue })),
  own: yearValue,
});

/** The year's sheet of an area. */
export const year = z.object({
  year: z.number().int(),
  years: z.array(z.number().int()),
  area: z.object({ id, name: z.string() }),
  /** Those that may be asked for, parents before children; `depth` from 0. */
  areas: z.array(z.object({ id, name: z.string(), depth: z.number().int() })),
  /** Since when the municipality keeps records here: of what was before, only what was entered later is counted. */
  recordedSince: day,
  quarters: z.array(
    z.object({
      quarter: z.number().int(),
      from: day,
      to: day,
      state: z.enum(['over', 'under-way', 'to-come']),
    }),
  ),
  parts: z.array(z.object({ id, name: z.string() })),
  groups: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      figures: z.array(
        z.object({
          key: z.string(),
          name: z.string(),
          /** What is counted, and by which day. */
          how: z.string(),
          unit: z.string(),
          /** Who asks for it: S a seed, M research, I the issue, G our guess. */
          origin: z.enum(['S', 'M', 'I', 'G']),
          counts: z.enum(['within', 'on-last-day']),
          /** The whole is less than the sum of its areas, because what counts for several is one in the whole. */
          shared: z.boolean(),
          lines: z.array(yearLine),
        }),
      ),
    }),
  ),
});

export const yearRecordsQuery = yearQuery.extend({
  quarter: z.coerce.number().int().min(1).max(4).optional(),
  line: z.string().max(200).optional(),
});

/** What a figure was counted from. `hidden`: so many more that the asker may not be told of; `more`: there are more than are listed. */
export const yearRecords = z.object({
  name: z.string(),
  how: z.string(),
  line: z.string().nullable(),
  from: day,
  to: day,
  area: z.object({ id, name: z.string() }),
  items: z.array(
    z.object({
      /** Its record's page below the municipality's. */
      path: z.string(),
      title: z.string(),
      areas: z.array(z.string()),
      day,
      /** Of what has an amount: with its unit, or that nobody has put it on record. */
      amount: z.string().nullable(),
    }),
  ),
  hidden: z.number().int(),
  more: z.boolean(),
});
