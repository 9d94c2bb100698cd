import { z } from 'zod';
import { condition, fieldName, page, role } from '../http/contract.ts';
import { listedViews, viewInput, viewPatch } from '../lists/contract.ts';
import { dataFilter, dataQuery } from '../records/contract.ts';

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
  /** How the list can be drawn beside its table. `field`: the day that a calendar goes by, `name` what it is called. */
  drawings: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('board') }),
      z.object({ kind: z.literal('calendar'), field: z.string(), name: z.string() }),
      /** `GET …/gantt` has what is drawn. */
      z.object({ kind: z.literal('gantt') }),
    ]),
  ),
  /** May the asker take steps of records somewhere? */
  mayStep: z.boolean(),
  mayExport: z.boolean(),
  /** Who sees records of it, somewhere. */
  readers: z.array(role),
});

/** A column of the list's own: `@state`, `@area`, `@since`, or a field that the register names. */
const ownColumn = z.string().min(1).max(300);
/** The list as a file: without the columns that it is shown without. */
export const dataFileQuery = dataQuery.extend({
  hide: z.union([ownColumn, z.array(ownColumn).max(30)]).optional(),
});

/** What a saved view of a register's list holds. Not what was searched for: that may be somebody's name. */
export const dataViewQuery = dataFilter.omit({ q: true }).extend({
  sortBy: fieldName.optional(),
  where: z.array(condition).max(8).default([]),
  fields: z.array(fieldName).max(8).default([]),
  /** The list's own columns that it does without. */
  hide: z.array(ownColumn).max(30).default([]),
});
export const dataViewInput = viewInput(dataViewQuery);
export const dataViewPatch = viewPatch(dataViewQuery);
export const dataViews = listedViews(dataViewQuery);
