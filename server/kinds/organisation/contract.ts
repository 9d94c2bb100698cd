import { z } from 'zod';
import { can, id, line, page, patchOf, several, version, words } from '../../http/contract.ts';
import { listedViews, viewInput, viewPatch } from '../../lists/contract.ts';
import { capacity } from '../service/contract.ts';

export const organisation = z.object({
  id,
  name: z.string(),
  nameKana: z.string(),
  kind: z.object({ key: z.string(), name: z.string() }),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  url: z.string().nullable(),
  postalCode: z.string().nullable(),
  address: z.string().nullable(),
  corporateNumber: z.string().nullable(),
  note: z.string().nullable(),
  services: z.number().int(),
  closed: z.boolean(),
  can,
  version,
});
export const organisationPage = page(organisation);
/** `closed=true`: those that have been closed, instead of the open ones. */
export const organisationQuery = z.object({
  q: z.string().max(200).optional(),
  kind: z.string().max(100).optional(),
  closed: z.enum(['true', 'false']).optional(),
});
/** Columns of the list, beside the name, that it can be shown without. */
export const organisationColumn = z.enum(['kind', 'phone', 'address', 'services']);
export const organisationCountsQuery = organisationQuery.extend({ by: z.enum(['kind']) });
/** The list as a file: without the columns that it is shown without. */
export const organisationExport = organisationQuery.extend({ hide: several(organisationColumn) });
/** What a saved view holds. Not what was searched for, as in every list. */
export const organisationViewQuery = organisationQuery
  .omit({ q: true })
  .extend({ hide: z.array(organisationColumn).max(organisationColumn.options.length).default([]) });
export const organisationViewInput = viewInput(organisationViewQuery);
export const organisationViewPatch = viewPatch(organisationViewQuery);
export const organisationViews = listedViews(organisationViewQuery);

export const organisationInput = z.object({
  name: line,
  nameKana: z.string().trim().max(200).default(''),
  kind: z.string().min(1),
  phone: z.string().trim().max(50).nullable().default(null),
  email: z.email().max(254).nullable().default(null),
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .default(null),
  postalCode: z.string().trim().max(10).nullable().default(null),
  address: z.string().trim().max(300).nullable().default(null),
  corporateNumber: z
    .string()
    .regex(/^\d{13}$/)
    .nullable()
    .default(null),
  note: words.nullable().default(null),
});
export const organisationPatch = patchOf(organisationInput).extend({ closed: z.boolean().optional() });
export const organisationRecord = organisation.extend({
  serviceList: z.array(z.object({ id, name: z.string(), type: z.string(), capacity })),
});
