import { z } from 'zod';
import { day, id, instant, page } from '../../http/contract.ts';

export const auditLine = z.object({
  id,
  at: instant,
  actor: z.string(),
  action: z.string(),
  actionName: z.string(),
  recordKind: z.string().nullable(),
  recordId: z.string().nullable(),
  recordTitle: z.string().nullable(),
  details: z.record(z.string(), z.unknown()).nullable(),
  requestId: z.string().nullable(),
});
export const auditPage = page(auditLine);
export const auditQuery = z.object({
  from: day.optional(),
  to: day.optional(),
  actor: z.string().max(100).optional(),
  action: z.string().max(100).optional(),
  recordId: id.optional(),
});
