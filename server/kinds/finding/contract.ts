import { z } from 'zod';
import { can, explanation, id, instant, line, link, version } from '../../http/contract.ts';

export const finding = z.object({
  id,
  purpose: z.enum(['escalation', 'watch']),
  council: link,
  type: z.object({ key: z.string(), name: z.string() }).nullable(),
  /** What the rules suggest to do: `proposal`, `report`, or a watch's own word. */
  outcome: z.string(),
  sentence: z.string(),
  explanation,
  needs: z.array(z.object({ id, number: z.number().int(), title: z.string() })),
  status: z.enum(['open', 'raised', 'dismissed', 'gone']),
  statusReason: z.string().nullable(),
  foundAt: instant,
  confirmedAt: instant,
  can,
  version,
});
export const findingList = z.object({ items: z.array(finding) });
export const findingQuery = z.object({
  council: id.optional(),
  purpose: z.enum(['escalation', 'watch']).optional(),
  status: z.enum(['open', 'raised', 'dismissed', 'gone']).optional(),
});
export const findingDismissal = z.object({ reason: line });
