import { z } from 'zod';
import { day, id, link } from '../../http/contract.ts';

/** Something that may be closed. */
export const closingKind = z.enum([
  'area',
  'service-type',
  'organisation-kind',
  'meeting-kind',
  'area-kind',
  'organisation',
  'user',
  'council',
]);
export const usageQuery = z.object({ kind: closingKind, id });
/**
 * What hangs on it; nothing: it may be closed without a thought. `list`: the page, below the municipality's, that shows these.
 * `becomes`: what is done with them when it is closed (they go to the successor where one is named, they go back to who sent them,
 * they end where one is named, or they stay as they are). `planned`: it is to be closed on a day already. `follows`: a successor may be
 * named; `successors`: who, null: any that is open of the same kind.
 */
export const usage = z.object({
  items: z.array(
    z.object({
      what: z.string(),
      count: z.number().int(),
      list: z.string().nullable(),
      becomes: z.enum(['moves', 'returns', 'ends', 'stays']),
    }),
  ),
  follows: z.boolean(),
  successors: z.array(link).nullable(),
  planned: z.object({ id, from: day, successor: link.nullable() }).nullable(),
});
export const closingInput = z.object({
  kind: closingKind,
  id,
  /** The day from which on it is closed; null: now. */
  from: day.nullable().default(null),
  /** Of the same kind: what takes over what moves. */
  successorId: id.nullable().default(null),
});
/** `moved`: how many went to the successor, by what; nothing where it is to be closed later. */
export const closed = z.object({ id, from: day.nullable(), moved: z.record(z.string(), z.number().int()) });
