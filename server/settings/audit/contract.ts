import { z } from 'zod';
import { day, id, instant, largest, page } from '../../http/contract.ts';

export const auditLine = z.object({
  id,
  at: instant,
  actor: z.string(),
  action: z.string(),
  actionName: z.string(),
  recordKind: z.string().nullable(),
  recordId: z.string().nullable(),
  recordTitle: z.string().nullable(),
  /** What the record is and which, in words. */
  recordName: z.string().nullable(),
  details: z.record(z.string(), z.unknown()).nullable(),
  /** The details in words, in the asker's language. */
  told: z.array(z.object({ label: z.string(), value: z.string() })),
  requestId: z.string().nullable(),
});
export const auditPage = page(auditLine);
export const auditQuery = z.object({
  from: day.optional(),
  to: day.optional(),
  actor: z.string().max(100).optional(),
  action: z.string().max(100).optional(),
  recordId: id.optional(),
  /** The kind of record, `need` … */
  kind: z.string().max(100).optional(),
  /** A record's number: of a need, a resident, a proposal. */
  number: z.coerce.number().int().min(1).max(largest).optional(),
  /** The id of a resident: what was done with, or shown of, them, their needs and the referrals of these. */
  resident: id.optional(),
});

const auditChoice = z.object({ key: z.string(), name: z.string() });
/** What is on record here, in words: what lines can be asked by. */
export const auditChoices = z.object({ actions: z.array(auditChoice), kinds: z.array(auditChoice) });
