import { z } from 'zod';
import { areaLink, day, id } from '../http/contract.ts';

/** One thing that waits for the asker: a sentence and where to do it (a path below the municipality, `needs/ID`). */
export const waiting = z.object({
  kind: z.string(),
  urgency: z.enum(['now', 'soon', 'later']),
  text: z.string(),
  action: z.string(),
  path: z.string(),
  since: day.nullable(),
});
export const home = z.object({
  waiting: z.array(waiting),
  /** What the watch rules noticed. */
  noticed: z.array(z.object({ text: z.string(), path: z.string() })),
  /** What happened here of late, newest first. */
  recent: z.array(z.object({ at: z.string(), by: z.string(), text: z.string(), path: z.string() })),
  /** For a new user: the three things to do first; empty once they are done. */
  first: z.array(z.object({ text: z.string(), action: z.string(), path: z.string() })),
});

/** Unmet needs by area and type: what the area lacks. */
export const lacks = z.object({
  areas: z.array(areaLink),
  types: z.array(z.object({ key: z.string(), name: z.string() })),
  cells: z.array(z.object({ areaId: id, type: z.string(), needs: z.number().int(), services: z.number().int() })),
});
