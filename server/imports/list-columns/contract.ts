import { z } from 'zod';

/** What the cells of a column are, as fields of a form are named: `text`, `longText`, `number`, `date`, `yesNo`, `one` of a few, `telephone`, `email`. */
export const columnKind = z.enum(['text', 'longText', 'number', 'date', 'yesNo', 'one', 'telephone', 'email']);

/* POST /imports/columns: what stands in the columns of a list; stores nothing. */
export const listColumnsQuery = z.object({ fileName: z.string().min(1).max(255) });
export const listColumns = z.object({
  /** The sheet of the workbook that was read; null for CSV. */
  sheet: z.string().nullable(),
  rows: z.number().int(),
  columns: z.array(
    z.object({
      name: z.string(),
      samples: z.array(z.string()),
      kind: columnKind,
      /** Of `one`: what it is one of, the most frequent first. */
      choices: z.array(z.string()),
    }),
  ),
  /** The columns by whose names a record is called, and its area told; null where none looks so. */
  title: z.string().nullable(),
  area: z.string().nullable(),
});
