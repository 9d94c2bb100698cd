import { z } from 'zod';
import {
  areaLink,
  can,
  condition,
  day,
  diagram,
  explanation,
  fieldName,
  happening,
  id,
  instant,
  page,
  sentDraft,
  fromDevice,
  several,
  standing,
  step,
  toldAnswer,
  version,
} from '../http/contract.ts';

/** A record of a kind that is only data, as a list shows it. */
export const dataItem = z.object({
  id,
  /** As it is written: `IB-12`. */
  number: z.string(),
  /** Null where the asker may not be told. */
  title: z.string().nullable(),
  area: areaLink,
  standing,
  /** The fields that its kind lists; a value is null where nothing was answered, or the asker may not be told. */
  columns: z.array(z.object({ field: z.string(), label: z.string(), value: z.string().nullable() })),
  createdAt: instant,
  version,
});
/** In a list: what is told of the fields asked for, in words and in their order; null where there is nothing, or it may not be told. */
export const listedData = dataItem.extend({
  fields: z.array(z.string().nullable()),
  /** Of those that are days, the day itself, for a calendar. */
  days: z.array(day.nullable()),
});
export const dataPage = page(listedData);
/** What a list is narrowed to. */
export const dataFilter = z.object({
  q: z.string().max(200).optional(),
  area: id.optional(),
  /** A tag of its state, or a stage of its workflow; `GET /standings` gives those in force. */
  state: z.string().max(100).optional(),
  /** Conditions on fields (`GET …/records/fields`), all of which hold: `FIELD=VALUE`, for numbers and days also `FIELD>=VALUE`, `FIELD<=VALUE`. Several `=` of one field: any of them. */
  where: several(condition),
});
export const dataQuery = dataFilter.extend({
  /** Beside `state`: of this stage of its workflow, or of this state where that has no stages; a column of the board. */
  stage: z.string().max(100).optional(),
  /** A field, or `-FIELD` for the other way round; else the latest number first. */
  sortBy: fieldName.optional(),
  /** Fields whose values are shown in `fields`. */
  fields: several(fieldName),
});
/** Of whom the list finds, how many there are by `area`, `stage`, `month` (begun) or a field of few choices. */
export const dataCountsQuery = dataFilter.extend({ by: z.string().min(1).max(300) });
/** Answers to the form of the kind. */
const dataInput = z.object({ answers: z.record(z.string(), z.unknown()) });
export const dataBegun = dataInput.extend({ draft: sentDraft, device: fromDevice });
/** All of the answers again. `drop`: the version of the form (`moved.form`) of which the asker was told what it has no place for, and that it may go. */
export const dataCorrection = dataInput.extend({ drop: id.optional() });

/** All that the asker may be told of a record, without what can be done with it. */
export const dataExport = dataItem.extend({
  answers: z.array(toldAnswer),
  /** The answers as given, for who is told everything. */
  given: z.record(z.string(), z.unknown()).nullable(),
  story: z.array(happening),
});
export const dataExportPage = page(dataExport);
/** What a record has become elsewhere; `kind` in words (サービス), `path` of its page within the municipality. */
export const became = z.object({ kind: z.string(), title: z.string(), path: z.string() });
export const dataRecord = dataExport.extend({
  /** For who may correct it, where its form has changed since it was answered: its answers as the version in force takes them, what is to be looked at again, and what has no place any more. */
  moved: z
    .object({
      form: id,
      answers: z.record(z.string(), z.unknown()),
      asks: z.array(z.string()),
      aside: z.array(z.object({ label: z.string(), value: z.string() })),
    })
    .nullable(),
  became: z.array(became),
  /** What the register's rule set says to do with it now, and why; null: it names none, or the record is over. */
  advice: explanation.nullable(),
  steps: z.array(step),
  diagram,
  can,
});
