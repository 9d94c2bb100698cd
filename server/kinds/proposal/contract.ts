import { z } from 'zod';
import {
  can,
  day,
  explanation,
  happening,
  id,
  instant,
  link,
  localForm,
  page,
  sentDraft,
  standing,
  step,
  version,
  toldAnswer,
} from '../../http/contract.ts';

export const proposalKind = z.enum(['proposal', 'report']);
export const proposalAnswer = z.enum(['adopted', 'under-study', 'not-adopted', 'passed-on', 'noted']);
export const proposal = z.object({
  id,
  number: z.number().int(),
  kind: proposalKind,
  title: z.string(),
  from: link,
  to: link,
  standing,
  answer: proposalAnswer.nullable(),
  answerReason: z.string().nullable(),
  sentAt: instant.nullable(),
  answeredAt: instant.nullable(),
  /** Of what was adopted: by when and in which fiscal year (its first calendar year) it is to be done, and when that was told last. */
  dueOn: day.nullable(),
  fiscalYear: z.number().int().nullable(),
  toldAt: instant.nullable(),
  createdAt: instant,
  version,
});
export const proposalPage = page(proposal);
export const proposalQuery = z.object({
  box: z.enum(['in', 'out', 'all']).default('all'),
  council: id.optional(),
  /** A tag of its state (`open`, `over`, `draft` …; `GET /standings` gives those in force), or a stage of its workflow. */
  state: z.string().max(100).optional(),
  kind: proposalKind.optional(),
});
/** The form to write one with, already holding the finding's evidence. */
export const proposalFormQuery = z.object({ council: id, kind: proposalKind, finding: id.optional() });
export const proposalForm = z.object({ form: localForm, to: z.array(link) });
export const proposalInput = z.object({
  kind: proposalKind,
  fromCouncilId: id,
  toCouncilId: id,
  findingId: id.optional(),
  answers: z.record(z.string(), z.unknown()),
  draft: sentDraft,
});
export const proposalPatch = z.object({ answers: z.record(z.string(), z.unknown()) });
export const evidence = z.object({
  explanation: explanation.nullable(),
  needs: z.array(z.object({ number: z.number().int(), title: z.string(), area: z.string() })),
  meetings: z.array(z.object({ title: z.string(), heldOn: z.string() })),
});
export const proposalRecord = proposal.extend({
  body: z.string(),
  answers: z.array(toldAnswer),
  evidence,
  createdBy: z.string(),
  steps: z.array(step),
  story: z.array(happening),
  /** A draft's answers as given, for who may change them. */ given: z.record(z.string(), z.unknown()).nullable(),
  can,
});

export const coveringQuery = z.object({ council: id });
/** Adopted proposals that cover a candidate of the council's: for the same kind of help, to a council that is above it too. */
export const covering = z.object({
  items: z.array(
    z.object({
      /** The candidate. */
      finding: id,
      proposal: z.object({ id, number: z.number().int(), title: z.string() }),
      from: link,
      /** Where it stands, in words. */
      state: z.string(),
      dueOn: day.nullable(),
      fiscalYear: z.number().int().nullable(),
      /** It was made from this candidate, or the candidate has joined it. */
      own: z.boolean(),
      joined: z.boolean(),
      can,
    }),
  ),
});
export const joinInput = z.object({ findingId: id });
