import { z } from 'zod';

/** A field of a form as lists are asked for it. */
export const fieldName = z.string().min(1).max(300);
/** One or several of a query's. */
export const several = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).max(8)]).optional();
/** A condition on a field: `FIELD=VALUE`, for numbers and days also `FIELD>=VALUE`, `FIELD<=VALUE`. */
export const condition = z.string().min(1).max(700);

export const id = z.string().min(1).max(64);
export const version = z.number().int().positive();
/** The largest whole number that both databases store (four bytes). */
export const largest = 2_147_483_647;
/** A calendar day, `2026-11-23`, in Asia/Tokyo. */
export const day = z.iso.date();
/** A point in time, ISO 8601 UTC. */
export const instant = z.iso.datetime();
export const line = z.string().trim().min(1).max(200);
export const words = z.string().trim().max(10_000);

export const role = z.enum(['administrator', 'tier1', 'tier2', 'member', 'provider', 'centre']);
export const language = z.enum(['ja', 'en']);

/** A record named in another's answer. */
export const link = z.object({ id, name: z.string() });
export const areaLink = z.object({ id, name: z.string(), kind: z.string() });

/** Cursor paging: ask again with `cursor` = `next` while it is not null. */
export const paging = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), total: z.number().int(), next: z.string().nullable() });
/** `total` is exact up to 1,000; with `more` there are more. */
export const countedPage = <T extends z.ZodType>(item: T) => page(item).extend({ more: z.boolean().optional() });

/** RFC 9457, with the places to mend in `issues` and, for a conflict, what is stored now in `current`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  requestId: z.string().optional(),
  issues: z
    .array(
      z.object({
        path: z.string(),
        code: z.string(),
        message: z.string(),
        /** What may stand there, where it is one of a few. */
        allowed: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  current: z.unknown().optional(),
  changes: z.array(z.object({ at: instant, by: z.string(), what: z.string() })).optional(),
});

/** A node of an explanation: a sentence in the asker's language, whether it held, and what hangs below it. */
export type ExplanationNode = {
  held: 'held' | 'not-held' | 'unknown';
  text: string;
  near?: string;
  children?: ExplanationNode[];
};
export const explanationNode: z.ZodType<ExplanationNode> = z
  .lazy(() =>
    z.object({
      held: z.enum(['held', 'not-held', 'unknown']),
      text: z.string(),
      near: z.string().optional(),
      children: z.array(explanationNode).optional(),
    }),
  )
  .meta({ id: 'ExplanationNode' });

/** A stored decision in words. */
export const explanation = z.object({
  decisionId: id.nullable(),
  ruleSet: z.object({ key: z.string(), name: z.string(), number: z.number().int() }),
  decidedAt: instant.nullable(),
  /** One sentence: what follows and why. */
  sentence: z.string(),
  outcomes: z.array(z.object({ type: z.string(), rule: z.string().nullable(), text: z.string() })),
  score: z.number().optional(),
  excluded: z.boolean().optional(),
  rules: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      held: z.enum(['held', 'not-held', 'unknown']),
      counts: z.boolean(),
      points: z.number().optional(),
      reason: z.string().optional(),
      tree: explanationNode,
    }),
  ),
  /** What is missing to a different answer: 「あと1回の座談会が必要です」. */
  near: z.array(z.string()),
});

const formInWords = z.object({
  name: z.string(),
  description: z.string().optional(),
  submit: z.string().optional(),
  schema: z.record(z.string(), z.unknown()),
  uiSchema: z.record(z.string(), z.unknown()),
  /** Its texts that have furigana, as 漢字《かんじ》, by how they stand in the form, where all are without. */
  furigana: z.record(z.string(), z.string()).optional(),
});

/** A form ready for rjsf in the asker's language. */
export const localForm = formInWords.extend({
  id,
  key: z.string(),
  number: z.number().int(),
  /** The same in plain Japanese (やさしい日本語), for who reads Japanese, where the form has texts in it; what has none is in Japanese. */
  easy: formInWords.optional(),
  /** Rules of what is asked, required, offered, set and refused where others are answered so: the server holds the answers to the same ones. */
  logic: z.array(z.object({ id: z.string(), when: z.unknown().optional(), then: z.unknown() })).optional(),
  /** What the product knows already, put in for the person to check. */
  initial: z.record(z.string(), z.unknown()).optional(),
});

/** One step of a workflow, open to the asker or closed with its reasons. */
export const step = z.object({
  event: z.string(),
  name: z.string(),
  help: z.string().optional(),
  tone: z.enum(['primary', 'secondary', 'danger']),
  open: z.boolean(),
  /** It is the service's own to say: the asker would record it for them, and says how they answered (`behalf`). */
  onBehalf: z.boolean(),
  /** Why it is closed, in plain words; empty when open. */
  reasons: z.array(z.string()),
  /** Roles that may take it, in words. */
  roles: z.array(z.string()),
  form: localForm.nullable(),
  decision: explanation.nullable(),
});

export const standing = z.object({
  state: z.string(),
  /** What the state means, whatever it is called: `open` or `over`, and what its workflow says (`unmet`, `waiting` …). */
  tags: z.array(z.string()),
  name: z.string(),
  meaning: z.string(),
  todo: z.string().optional(),
  /** `place`: which of its workflow's stages it is, from 0. */
  stage: z.object({ key: z.string(), name: z.string(), place: z.number().int() }).nullable(),
  since: instant,
  done: z.boolean(),
});
/** What a list can be narrowed to by `state=`, in the words of the workflows in force. */
export const standingChoices = z.object({ items: z.array(z.object({ value: z.string(), name: z.string() })) });

/** The workflow as a picture: states and steps, and which have been passed. */
export const diagram = z.object({
  workflow: z.object({ id, key: z.string(), number: z.number().int(), name: z.string() }),
  nodes: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      meaning: z.string(),
      stage: z.object({ key: z.string(), name: z.string() }).nullable(),
      parent: z.string().nullable(),
      kind: z.enum(['initial', 'normal', 'final']),
      current: z.boolean(),
      visited: z.boolean(),
    }),
  ),
  edges: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      event: z.string(),
      name: z.string(),
      tone: z.enum(['primary', 'secondary', 'danger']),
      open: z.boolean(),
    }),
  ),
});

/** An answer to a form's field, as label and value in words; `files` of it may be opened (`GET /answer-files/{id}`). */
export const toldAnswer = z.object({
  label: z.string(),
  value: z.string(),
  files: z.array(z.object({ id: z.string(), name: z.string(), type: z.string(), size: z.number().int() })).optional(),
});

/** A line of a record's story, newest first. */
export const happening = z.object({
  id,
  at: instant,
  by: z.string(),
  event: z.string(),
  name: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  version: z.number().int(),
  /** What was answered, as label and value in words. */
  answers: z.array(toldAnswer),
  form: z.object({ key: z.string(), name: z.string(), number: z.number().int() }).nullable(),
  decision: explanation.nullable(),
  details: z.record(z.string(), z.unknown()).nullable(),
});

/** What a half-done answer is for: a step of a record, an intake that was begun. Its writer's own name for it. */
export const draftPlace = z.string().min(1).max(300);
/** The asker's half-done answer that these answers were, which goes with them. */
export const sentDraft = draftPlace.optional();

/**
 * Of answers that lay on a device until they could be sent: the name that it gave them, which they keep for good (sent again, they are answered as at first), and
 * the version of the form that they were given to. `writer`: whose they are; of anybody else who has signed in on the device since they are not taken.
 */
export const fromDevice = z.object({ clientKey: z.uuid(), formId: id, writer: id }).optional();

/** What a step is taken with. The version goes in `If-Match`. */
export const stepInput = z.object({
  event: z.string().min(1).max(100),
  answers: z.record(z.string(), z.unknown()).optional(),
  /** Of a step that is recorded for a service (`onBehalf`): how they answered. */
  behalf: z.enum(['phone', 'mail', 'fax', 'visit', 'other']).optional(),
  draft: sentDraft,
});

/** What the asker may do with a record, so that a page shows no dead controls. */
export const can = z.record(z.string(), z.boolean());

/** What every write answers: ask for the record again to see it whole. */
export const saved = z.object({ id, version });
/** What a step answers. Effects on other records have been performed when it arrives. */
export const stepTaken = saved.extend({ state: z.string(), stateName: z.string() });

type Undefaulted<S extends z.ZodType> = S extends z.ZodDefault<infer Inner extends z.ZodType> ? Inner : S;
type PatchShape<S extends Record<string, z.ZodType>> = { [Name in keyof S]: z.ZodOptional<Undefaulted<S[Name]>> };

/** An input's fields, each optional and left alone when absent. (zod's own `partial()` would fill in the defaults, and so wipe what is stored.) */
export const patchOf = <S extends Record<string, z.ZodType>>(input: z.ZodObject<S>): z.ZodObject<PatchShape<S>> => {
  const fields = Object.entries(input.shape).map(([name, shape]) => [
    name,
    z.optional(shape instanceof z.ZodDefault ? shape.unwrap() : shape),
  ]);
  return z.object(Object.fromEntries(fields) as PatchShape<S>);
};
