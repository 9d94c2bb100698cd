import { z } from 'zod';
import {
  areaLink,
  can,
  day,
  id,
  largest,
  line,
  link,
  page,
  patchOf,
  several,
  version,
  words,
} from '../../http/contract.ts';
import { listedViews, viewInput, viewPatch } from '../../lists/contract.ts';

/** 空きあり / 空きなし / 待機あり / 要問い合わせ */
export const capacity = z.enum(['has', 'none', 'waiting', 'ask']);
export const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'holiday']);

export const service = z.object({
  id,
  name: z.string(),
  nameKana: z.string(),
  organisation: link,
  type: z.object({ key: z.string(), name: z.string() }),
  areas: z.array(areaLink),
  eligibility: z.string().nullable(),
  fee: z.string().nullable(),
  days: z.array(weekday),
  hours: z.string().nullable(),
  capacity,
  capacityConfirmedOn: day.nullable(),
  capacityConfirmedBy: z.string().nullable(),
  /** Without room (`none`): the day from which on it counts as it did before; null: until somebody says otherwise. */
  fullUntil: day.nullable(),
  /** It or its organisation. */
  closed: z.boolean(),
  organisationClosed: z.boolean(),
  version,
});
export const servicePage = page(service);
export const serviceQuery = z.object({
  q: z.string().max(200).optional(),
  area: id.optional(),
  type: z.string().max(100).optional(),
  capacity: capacity.optional(),
  organisation: id.optional(),
  /** Not confirmed for this many days or more. */ staleDays: z.coerce.number().int().min(1).max(36_500).optional(),
  closed: z.enum(['true', 'false']).optional(),
});
/** Columns of the list, beside the name, that it can be shown without. */
export const serviceColumn = z.enum(['organisation', 'type', 'areas', 'capacity', 'capacityConfirmedOn']);
export const serviceCountedBy = z.enum(['area', 'type', 'capacity']);
export const serviceCountsQuery = serviceQuery.extend({ by: serviceCountedBy });
/** The list as a file: without the columns that it is shown without. */
export const serviceExport = serviceQuery.extend({ hide: several(serviceColumn) });
/** What a saved view holds. Not what was searched for, as in every list. */
export const serviceViewQuery = serviceQuery
  .omit({ q: true })
  .extend({ hide: z.array(serviceColumn).max(serviceColumn.options.length).default([]) });
export const serviceViewInput = viewInput(serviceViewQuery);
export const serviceViewPatch = viewPatch(serviceViewQuery);
export const serviceViews = listedViews(serviceViewQuery);

export const serviceInput = z.object({
  organisationId: id,
  type: z.string().min(1),
  name: line,
  nameKana: z.string().trim().max(200).default(''),
  areaIds: z.array(id).min(1),
  description: words.nullable().default(null),
  eligibility: words.nullable().default(null),
  urgencies: z
    .array(z.enum(['low', 'normal', 'high']))
    .min(1)
    .default(['low', 'normal', 'high']),
  fee: z.string().trim().max(200).nullable().default(null),
  feeYen: z.number().int().min(0).max(largest).nullable().default(null),
  days: z.array(weekday).default([]),
  hours: z.string().trim().max(200).nullable().default(null),
  capacity: capacity.default('ask'),
  phone: z.string().trim().max(50).nullable().default(null),
  url: z.string().trim().max(500).nullable().default(null),
  address: z.string().trim().max(300).nullable().default(null),
  latitude: z.number().min(-90).max(90).nullable().default(null),
  longitude: z.number().min(-180).max(180).nullable().default(null),
});
export const servicePatch = patchOf(serviceInput).extend({ closed: z.boolean().optional() });
/** Sets the capacity and confirms it as of today. */
export const capacityInput = z.object({ capacity });
export const serviceRecord = service.extend({
  description: z.string().nullable(),
  urgencies: z.array(z.string()),
  feeYen: z.number().int().nullable(),
  phone: z.string().nullable(),
  url: z.string().nullable(),
  address: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  /** The record that it came out of, for whoever sees that. */
  from: z.object({ title: z.string(), path: z.string() }).nullable(),
  can,
});
