import { z } from 'zod';
import { ruleBody } from '../../studio/contract.ts';

/** For a form that is not there yet: what the city uses it for. */
export const newSheetQuery = z.object({ fileName: z.string().min(1).max(255), purpose: z.string().max(50).optional() });

const sheetName = z.enum(['survey', 'choices', 'settings', 'rules', 'texts']);
/* POST /definitions/form/{key}/sheet: a workbook as a form; saves nothing. */
export const formSheet = z.object({
  /** The form as it would be: put back onto the open draft, else onto the version in force, else a new one. */
  body: ruleBody,
  /** Whether there was a form to put it back onto. */
  isNew: z.boolean(),
  changes: z.array(
    z.object({
      sheet: sheetName,
      change: z.enum(['cell', 'added', 'removed', 'moved']),
      /** As Excel counts it. */
      row: z.number().int(),
      name: z.string(),
      column: z.string(),
      before: z.string(),
      after: z.string(),
    }),
  ),
  /** What did not become what the sheet says, with its row (0: the sheet as a whole). */
  notices: z.array(
    z.object({ sheet: sheetName, row: z.number().int(), column: z.string(), code: z.string(), message: z.string() }),
  ),
});
