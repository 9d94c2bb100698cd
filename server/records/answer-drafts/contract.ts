import { z } from 'zod';
import { id, instant } from '../../http/contract.ts';

/** What the draft is for: `new`, or a record and a step of it. The asker's own name for it. */
const place = z.string().min(1).max(300);

/* GET, PUT, DELETE /answer-drafts/{form}: what the asker has begun to write in a form and not sent yet. */
export const answerDraftPlace = z.object({ place });
export const answerDraftQuery = z.object({
  place,
  /** The version that is drawn now. */
  formId: id,
});
export const answerDraftInput = z.object({
  place,
  /** The version that it was typed in. */
  formId: id,
  answers: z.record(z.string(), z.unknown()),
  /** `drop`: its writer has decided that what has no place any more may go. */
  aside: z.enum(['keep', 'drop']).default('keep'),
});
export const answerDraft = z.object({
  draft: z
    .object({
      /** As the version that is drawn takes them. */
      answers: z.record(z.string(), z.unknown()),
      /** The number of the version in which they were typed. */
      from: z.number().int(),
      /** What has changed since that their writer is to be told, in words; empty: nothing that could hurt them. */
      asks: z.array(z.string()),
      /** What was typed and has no place any more. */
      aside: z.array(z.object({ label: z.string(), value: z.string() })),
      savedAt: instant,
    })
    .nullable(),
});
export const answerDraftSaved = z.object({ savedAt: instant });
