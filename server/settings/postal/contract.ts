import { z } from 'zod';
import { instant } from '../../http/contract.ts';

/* GET /postal-codes: the table that is loaded; null: none. */
export const postalTable = z.object({
  table: z
    .object({ codes: z.number().int(), towns: z.number().int(), loadedAt: instant, loadedBy: z.string().nullable() })
    .nullable(),
});

/* PUT /postal-codes: 日本郵便's CSV (utf_ken_all.csv, KEN_ALL.CSV, or one prefecture's). */
export const postalTableQuery = z.object({
  /** `yes`: it is read and told of, and nothing is stored. */
  check: z.enum(['yes', 'no']).default('no'),
});
export const postalTableRead = z.object({
  codes: z.number().int(),
  towns: z.number().int(),
  /** How many towns of each prefecture. */
  prefectures: z.array(z.object({ name: z.string(), towns: z.number().int() })),
});

/* GET /postal-codes/{code}: the places that have a code. `loaded`: there is a table to look in. */
export const postalCode = z.string().regex(/^\d{7}$/);
export const postalPlaces = z.object({
  loaded: z.boolean(),
  items: z.array(z.object({ prefecture: z.string(), city: z.string(), town: z.string() })),
});
