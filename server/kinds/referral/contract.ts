import { z } from 'zod';
import {
  can,
  day,
  explanation,
  happening,
  id,
  instant,
  link,
  page,
  standing,
  step,
  version,
  toldAnswer,
} from '../../http/contract.ts';

export const referral = z.object({
  id,
  need: z.object({ id, number: z.number().int(), title: z.string() }),
  service: link,
  organisation: link,
  standing,
  rank: z.number().int().nullable(),
  message: z.string().nullable(),
  answerReason: z.string().nullable(),
  createdAt: instant,
  createdBy: z.string(),
  version,
});
export const referralPage = page(referral);
export const referralQuery = z.object({
  /** A tag of its state (`open`, `over`, `waiting` …; `GET /standings` gives those in force), or a stage of its workflow. */
  state: z.string().max(100).optional(),
  need: id.optional(),
});
/** The provider's view adds what consent allows of the need: `contact` is null without it. */
export const referralRecord = referral.extend({
  needFacts: z.array(toldAnswer),
  /** Why this service: its place in the ranking that it was chosen from, for who may read the case. */
  decision: explanation.nullable(),
  /** Whose turn it is, in words for the asker, and the day by which the workflow would have it done; null: nobody's. */
  turn: z.object({ mine: z.boolean(), text: z.string(), dueOn: day.nullable(), late: z.boolean() }).nullable(),
  /** Who could be asked next where the service is late with its reply, for who refers the need. */
  next: z.object({ decisionId: id, service: link }).nullable(),
  steps: z.array(step),
  story: z.array(happening),
  can,
});
export const referralInput = z.object({
  serviceId: id,
  decisionId: id,
  message: z.string().trim().max(2000).optional(),
});
