import { z } from 'zod';
import {
  areaLink,
  can,
  diagram,
  happening,
  id,
  instant,
  page,
  sentDraft,
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
export const dataPage = page(dataItem);
export const dataQuery = z.object({
  q: z.string().max(200).optional(),
  area: id.optional(),
  /** A tag of its state, or a stage of its workflow; `GET /standings` gives those in force. */
  state: z.string().max(100).optional(),
});
/** Answers to the form of the kind; also a correction: then all of them again. */
export const dataInput = z.object({ answers: z.record(z.string(), z.unknown()) });
export const dataBegun = dataInput.extend({ draft: sentDraft });

/** All that the asker may be told of a record, without what can be done with it. */
export const dataExport = dataItem.extend({
  answers: z.array(toldAnswer),
  /** The answers as given, for who is told everything. */
  given: z.record(z.string(), z.unknown()).nullable(),
  story: z.array(happening),
});
export const dataExportPage = page(dataExport);
export const dataRecord = dataExport.extend({ steps: z.array(step), diagram, can });
