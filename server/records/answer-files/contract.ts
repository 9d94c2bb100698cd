import { z } from 'zod';
import { id } from '../../http/contract.ts';

/** A file as an answer names it: `{id, name, type, size}`, the size in bytes. */
export const answerFile = z.object({ id, name: z.string(), type: z.string(), size: z.number().int() });

/* POST /answer-files: the bytes of one file, for a field of this kind. */
export const answerFileQuery = z.object({
  kind: z.enum(['photo', 'document']),
  /** What it is called where it comes from. */
  name: z.string().max(1000),
});
