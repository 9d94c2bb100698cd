import { z } from 'zod';
import { areaLink, day, id, standing } from '../../http/contract.ts';

const happened = z.object({
  day,
  /** Null: the asker is not told of it by name. */
  title: z.string().nullable(),
  /** Its page below the municipality's. */
  path: z.string().nullable(),
});

const ganttItem = z.object({
  id,
  number: z.string(),
  /** Null where the asker may not be told. */
  title: z.string().nullable(),
  area: areaLink,
  standing,
  /** A key of `tracks`. */
  track: z.string().nullable(),
  from: day,
  /** Null: it goes on. */
  to: day.nullable(),
  /** How many are aimed at, in words. */
  aim: z.string().nullable(),
  /** What happened: how many in words, and the latest of it. Null: the asker is not told of it. */
  done: z.object({ count: z.number(), said: z.string(), happened: z.array(happened), more: z.boolean() }).nullable(),
  late: z.boolean(),
});

/** A register's list drawn by time. */
export const gantt = z.object({
  today: day,
  tracks: z.array(z.object({ key: z.string(), name: z.string() })),
  /** By track and by the day on which they begin. */
  items: z.array(ganttItem),
  /** So many have no day to begin on that the asker is told of. */
  undated: z.number().int(),
  /** There are more than are drawn: the list is to be narrowed. */
  more: z.boolean(),
});
