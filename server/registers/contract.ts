import { z } from 'zod';
import { page } from '../http/contract.ts';

/** A register as it is told to who may see records of it. */
export const register = z.object({
  key: z.string(),
  /** What the register itself is called. */
  name: z.string(),
  /** One of its records, and its records together. */
  one: z.string(),
  many: z.string(),
  description: z.string().nullable(),
  /** What its records are called as a kind: in histories and `GET /standings`. */
  kind: z.string(),
  personal: z.boolean(),
  /** May the asker begin a record somewhere? */
  mayAdd: z.boolean(),
});
export const registerPage = page(register);

/** With how its list is shown, and how many of the asker's records stand where. */
export const registerWhole = register.extend({
  columns: z.array(z.object({ field: z.string(), label: z.string() })),
  /** Ways of looking at it that it comes with: `state` is what the list is asked for. */
  views: z.array(z.object({ key: z.string(), name: z.string(), state: z.string() })),
  /** The stages of its workflow in order, or its states where it has no stages. */
  stages: z.array(z.object({ key: z.string(), name: z.string(), count: z.number().int() })),
  mayExport: z.boolean(),
});
