import { z } from 'zod';
import { areaLink, countedPage, day, id, instant, version } from '../../../http/contract.ts';

const years = z.number().int().min(1).max(50).nullable();
const person = z.object({ id, name: z.string() });

/** How long what is personal in closed needs is kept, and who approves that it goes. */
export const retention = z.object({
  /** Whole years from the day a need was closed; null: for ever. */
  needsKeptYears: years,
  /** Whole years that lines of the audit are kept; null: for ever. */
  auditKeptYears: years,
  /** Null: nobody, and nothing can go. */
  approver: person.nullable(),
  /** Who may be named as the approver: administrators of the whole municipality. */
  candidates: z.array(person),
  /** How many closed needs are past their years and on no list that waits. */
  due: z.number().int(),
  /** The list that waits for its approval. */
  waiting: z.object({ id, number: z.number().int() }).nullable(),
  version,
});
const list = z.object({
  id,
  number: z.number().int(),
  closedBefore: day,
  createdAt: instant,
  createdBy: z.string().nullable(),
  approvedAt: instant.nullable(),
  approvedBy: z.string().nullable(),
  /** How many are on it, and how many of those are erased. */
  needs: z.number().int(),
  erased: z.number().int(),
});
export const erasureListPage = countedPage(list);
export const retentionPatch = z.object({
  needsKeptYears: years.optional(),
  auditKeptYears: years.optional(),
  approverId: id.nullable().optional(),
});

/** What is to go, or has gone. */
export const erasureList = list.extend({
  /** May the asker approve it? */
  canApprove: z.boolean(),
  version,
});
/** What stands on a list, those closed first, first. */
export const listedNeedPage = countedPage(
  z.object({
    id,
    number: z.number().int(),
    title: z.string(),
    area: areaLink,
    /** Null: it was opened again. */
    closedOn: day.nullable(),
    /** `listed`: it waits for the approval, or after that to be done. `kept`: it was opened again meanwhile. */
    outcome: z.enum(['listed', 'left-out', 'erased', 'kept']),
    /** When that was decided or done; null for what is listed. */
    doneAt: instant.nullable(),
  }),
);
/** Needs on the list that are not to go. A later list has them again. */
export const erasureApproval = z.object({ leaveOut: z.array(id).max(500).default([]) });
