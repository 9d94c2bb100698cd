import { z } from 'zod';
import { draftPlace, id, instant, version } from '../../http/contract.ts';

/** The record that a draft is for. */
const draftRecord = z.object({ kind: z.string().min(1).max(100), id });

/* GET /answer-drafts: what the asker has begun in any form, or in one. */
export const answerDraftsQuery = z.object({ form: z.string().max(100).optional() });
export const answerDrafts = z.object({
  items: z.array(
    z.object({
      form: z.object({ key: z.string(), name: z.string() }),
      place: z.string(),
      record: draftRecord.nullable(),
      /** What was typed as its title; null: nothing yet, or the form has none. */
      title: z.string().nullable(),
      savedAt: instant,
    }),
  ),
});

/* GET, PUT, DELETE /answer-drafts/{form}: what the asker has begun to write in a form and not sent yet. */
export const answerDraftPlace = z.object({ place: draftPlace });
export const answerDraftQuery = z.object({
  place: draftPlace,
  /** The version that is drawn now. */
  formId: id,
});
/** `If-Match` names the draft's version that was seen; 0: none was there. */
export const answerDraftInput = z.object({
  place: draftPlace,
  /** The record that it is for; null: one that is not there yet. */
  record: draftRecord.nullable().default(null),
  /** The window's own name for itself: by it one knows its own saving again whose answer never came. */
  window: z.string().max(64).default(''),
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
      version,
    })
    .nullable(),
});
export const answerDraftSaved = z.object({ savedAt: instant, version });
