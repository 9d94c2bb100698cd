import { z } from 'zod';
import {
  areaLink,
  day,
  explanation,
  id,
  instant,
  largest,
  line,
  localForm,
  page,
  paging,
  version,
} from '../http/contract.ts';

/*
 * The rule studio: drafts, facts, trying, back-tests, publishing, and the log of decisions.
 * All below `/municipalities/{municipality}`; reading is for who may read definitions, changing for the municipality's administrator.
 */

const words = z.object({ ja: z.string(), en: z.string().optional() });
/** A rule set's document (`rules/types.ts` RuleSet). A draft's may be wrong: what is wrong is among its `issues`. */
export const ruleBody = z.record(z.string(), z.unknown());
export const ruleFacts = z.record(z.string(), z.unknown());
export const ruleKey = z.string().regex(/^[a-z][a-z0-9-]{1,60}$/);
/** The published number, or the open draft. */
export const ruleVersionRef = z.union([z.coerce.number().int().positive().max(largest), z.literal('draft')]);
export const ruleIssue = z.object({
  path: z.string(),
  code: z.string(),
  message: z.string(),
  /** What the message names, for who says it in other words: ids of states, steps, fields. */
  params: z.record(z.string(), z.unknown()).optional(),
});

/* GET /rules: every rule set, published or only drafted. */
export const ruleDraftMark = z.object({
  version,
  base: z.number().int().nullable(),
  savedAt: instant,
  /** Empty: nobody has changed it since the product brought it, or (without a release) it came by the server's command line. */
  savedBy: z.string(),
  /** The release of the product that it began with. */
  release: z.string().nullable(),
});
export const ruleSetEntry = z.object({
  key: z.string(),
  name: z.string(),
  description: z.string(),
  purpose: z.string(),
  factModel: z.string(),
  strategy: z.string(),
  rules: z.number().int(),
  /** The number in force today; 0: none yet. */
  current: z.number().int(),
  latest: z.number().int(),
  /** Published, but for a later day. */
  upcoming: z.array(z.object({ number: z.number().int(), effectiveOn: day })),
  draft: ruleDraftMark.nullable(),
});

/* GET /rules/models: the fact catalogue. A model can be given to the functions of `rules/` as it is. */
export const ruleFact = z.object({
  path: z.string(),
  type: z.enum(['number', 'integer', 'string', 'boolean', 'date', 'choice', 'choices', 'strings']),
  unit: words.optional(),
  choices: z.array(z.object({ value: z.string(), text: words })).optional(),
  label: words,
  shortfall: words.optional(),
  origin: z.enum(['form', 'computed']),
  optional: z.boolean().optional(),
  /** Operators that make sense for it, the usual ones first. */
  operators: z.array(z.string()),
  /** The form's field that it comes from, with the versions of the form that ask it. */
  form: z.object({ key: z.string(), field: z.string(), numbers: z.array(z.number().int()) }).optional(),
});
export const ruleModel = z.object({ key: z.string(), label: words, facts: z.array(ruleFact) });

/* GET /rules/computed: what registers may have worked out for their records, and what each takes. */
export const ruleComputed = z.array(
  z.object({
    key: z.string(),
    text: words,
    unit: words,
    /** Roles of the form's fields that it cannot do without. */
    roles: z.array(z.string()),
    /** `field`: a field of the register's own form. */
    params: z.array(z.object({ name: z.string(), needed: z.boolean(), field: z.boolean() })),
  }),
);

/* GET /rules/uses: who uses which fact and which form field. */
export const ruleUse = z.object({
  key: z.string(),
  name: z.string(),
  /** The published number, or null for the open draft. */
  number: z.number().int().nullable(),
  standing: z.enum(['in-force', 'upcoming', 'draft']),
  rules: z.array(z.object({ name: z.string(), title: z.string() })),
});
export const ruleUses = z.object({
  facts: z.array(z.object({ model: z.string(), path: z.string(), label: words, used: z.array(ruleUse) })),
  fields: z.array(
    z.object({ form: z.string(), field: z.string(), label: words, facts: z.array(z.string()), used: z.array(ruleUse) }),
  ),
});

/* The open draft: GET, PUT, DELETE /rules/{key}/draft. `If-Match: "0"` says that the asker saw none. */
export const ruleExampleResult = z.object({
  index: z.number().int(),
  name: z.string(),
  ok: z.boolean(),
  messages: z.array(z.string()),
});
export const ruleFinding = z.object({
  path: z.string(),
  code: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  message: z.string(),
  /** The rule that it is about, and the other one (the one that comes first, is the same, or says the opposite). */
  rule: z.string().optional(),
  other: z.string().optional(),
  /** Facts that show it. */
  example: ruleFacts.optional(),
});
export const ruleCheck = z.object({
  /** Nothing in form, names or types stands against it; only then it is analysed and its examples are run. */
  ok: z.boolean(),
  issues: z.array(ruleIssue),
  findings: z.array(ruleFinding),
  examples: z.array(ruleExampleResult),
  /** What keeps it from being published: `check`, `analysis`, `examples`, `backtest`, `unchanged`. Empty: it may be. */
  blocks: z.array(z.object({ code: z.string(), message: z.string() })),
});
export const ruleDraftInput = z.object({
  body: ruleBody,
  base: z.number().int().positive().max(largest).nullable().optional(),
});
export const ruleDraft = ruleDraftMark.extend({
  key: z.string(),
  body: ruleBody,
  check: ruleCheck,
  /** The latest back-test of exactly this body; forms and workflows have none. */ backtest: id.nullable(),
  /** Versions published for a later day, newest first: one that counts from that day or before it keeps them from ever counting. */
  later: z.array(z.object({ number: z.number().int(), effectiveOn: day })),
});
export const ruleDraftSaved = z.object({ version, savedAt: instant, check: ruleCheck, backtest: id.nullable() });
/* POST /rules/{key}/draft/from: the body of a published version (of another rule set with `key`) as the draft. */
export const ruleDraftFrom = z.object({ number: z.number().int().positive().max(largest), key: ruleKey.optional() });
/* POST /rules/check: check, analysis and examples of a body that is not saved. */
export const ruleCheckInput = z.object({ body: ruleBody });

/* POST /rules/{key}/try */
export const ruleSubject = z.union([
  /** need-service: how a service fits a need. */
  z.object({ kind: z.literal('need'), id, serviceId: id }),
  /** council: how it stands; area-type: with a service type. */
  z.object({ kind: z.literal('council'), id, type: z.string().max(100).optional() }),
  /** register:KEY: one of its records. */
  z.object({ kind: z.string().regex(/^register-[a-z][a-z0-9-]{0,39}$/), id }),
]);
/** `body`, or a published `number`, or neither: the open draft, else the version in force. `facts` typed in, or those of a `record` now. */
export const ruleTryInput = z.object({
  body: ruleBody.optional(),
  number: z.number().int().positive().max(largest).optional(),
  facts: ruleFacts.optional(),
  record: ruleSubject.optional(),
});
export const ruleTried = z.object({ facts: ruleFacts, explanation });
/* GET /rules/{key}/subjects?q=: records that it can be tried on, as `record` of the above. */
export const ruleSubjectQuery = z.object({ q: z.string().trim().max(200).optional() });
export const ruleSubjects = z.array(z.object({ name: z.string(), record: ruleSubject }));

/* POST /decisions/{id}/example?position=: a real decision as an example of the open draft. */
export const ruleExampleQuery = z.object({ position: z.coerce.number().int().min(0).max(largest).default(0) });
export const ruleExampleAdded = z.object({
  key: z.string(),
  version,
  index: z.number().int(),
  example: z.object({ name: z.string(), facts: ruleFacts, expect: z.record(z.string(), z.unknown()) }),
});

/* Back-tests and replays: jobs that run beside the service. */
export const ruleJobInput = z.object({
  from: z.number().int().positive().max(largest),
  to: z.union([z.number().int().positive().max(largest), z.literal('draft')]),
  fromDay: day.optional(),
  toDay: day.optional(),
  areaId: id.optional(),
});
export const ruleReplayInput = z.object({
  fromDay: day.optional(),
  toDay: day.optional(),
  areaId: id.optional(),
  /** One decision only. */ decisionId: id.optional(),
});
export const ruleRowKind = z.enum(['changed', 'unknown', 'failed']);
export const ruleJob = z.object({
  id,
  version,
  kind: z.enum(['backtest', 'replay']),
  key: z.string(),
  status: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
  /** A replay has neither: each case is decided again by the version that decided it. */
  from: z.number().int().nullable(),
  to: ruleVersionRef.nullable(),
  /** Back-tested against the draft: is the draft still exactly this one? */
  isCurrent: z.boolean(),
  fromDay: day.nullable(),
  toDay: day.nullable(),
  area: areaLink.nullable(),
  total: z.number().int(),
  done: z.number().int(),
  counts: z.object({
    changed: z.number().int(),
    unchanged: z.number().int(),
    unknown: z.number().int(),
    failed: z.number().int(),
  }),
  /** Facts that were not recorded then, with the cases that lack them. */
  unknownFacts: z.array(z.object({ fact: z.string(), label: z.string(), cases: z.number().int() })),
  /** How many went from what to what; `changed` only, the most first. */
  moves: z.array(
    z.object({
      before: z.string(),
      after: z.string(),
      beforeText: z.string(),
      afterText: z.string(),
      cases: z.number().int(),
    }),
  ),
  by: z.string(),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  error: z.string().nullable(),
});
export const ruleJobList = z.array(ruleJob);
export const ruleRowQuery = paging.extend({
  kind: ruleRowKind.optional(),
  before: z.string().max(300).optional(),
  after: z.string().max(300).optional(),
});
export const ruleRow = z.object({
  position: z.number().int(),
  kind: ruleRowKind,
  caseId: id,
  record: z.object({ kind: z.string(), id, title: z.string() }),
  /** The service or the service type that it was about, where there is one. */
  subject: z.string().nullable(),
  area: areaLink.nullable(),
  decidedOn: day,
  before: z.string(),
  after: z.string(),
  beforeText: z.string(),
  afterText: z.string(),
  /** Unknown: the facts not recorded then. Failed: why, in words. */
  note: z.string().nullable(),
});
export const ruleRowPage = page(ruleRow);
export const ruleRowExplained = z.object({
  row: ruleRow,
  facts: ruleFacts,
  before: explanation.nullable(),
  after: explanation.nullable(),
});
export const ruleExportQuery = z.object({
  kind: ruleRowKind.optional(),
  before: z.string().max(300).optional(),
  after: z.string().max(300).optional(),
  as: z.enum(['csv', 'xlsx']).default('csv'),
});
/* POST /rules/{key}/publish, with the draft's version in If-Match. */
const acknowledged = z.array(z.string().max(200)).max(200).optional();
export const rulePublishInput = z.object({
  reason: line,
  effectiveOn: day,
  /** Of forms: the ids of the changes that ask again or lose something (`formChanges`), named to have them all the same. */
  confirm: z.array(z.string().max(400)).max(2000).optional(),
  /** Fields of a form, or numbers of a register (`/facts/KEY`), that rules use, named to let them go or change type all the same. */
  acknowledge: acknowledged,
});
export const definitionKind = z.enum(['form', 'rules', 'workflow', 'register']);
export const rulePublished = z.object({
  kind: definitionKind,
  key: z.string(),
  number: z.number().int(),
  effectiveOn: day,
});

/* GET /rules/{key}/compare?from=&to= */
export const ruleCompareQuery = z.object({ from: ruleVersionRef, to: ruleVersionRef });
export const ruleDifference = z.object({
  kind: z.enum(['added', 'removed', 'changed', 'moved']),
  part: z.string(),
  path: z.string(),
  rule: z.string().optional(),
  message: z.string(),
  before: z.string().optional(),
  after: z.string().optional(),
});
export const ruleComparison = z.object({
  from: z.object({ version: ruleVersionRef, body: ruleBody }),
  to: z.object({ version: ruleVersionRef, body: ruleBody }),
  differences: z.array(ruleDifference),
});

/* GET /decisions: the log, newest first; GET /decisions/cases/{id}: one of it explained. */
export const decisionQuery = paging.extend({
  rules: z.string().max(100).optional(),
  number: z.coerce.number().int().positive().max(largest).optional(),
  from: day.optional(),
  to: day.optional(),
  kind: z.string().max(40).optional(),
  outcome: z.string().max(300).optional(),
  area: id.optional(),
});
export const decisionCase = z.object({
  id,
  /** Null: nothing followed, and only the facts and the outcome were kept. */
  decisionId: id.nullable(),
  position: z.number().int(),
  ruleSet: z.object({ key: z.string(), name: z.string(), number: z.number().int() }),
  record: z.object({ kind: z.string(), id, title: z.string() }),
  subject: z.string().nullable(),
  area: areaLink.nullable(),
  decidedAt: instant,
  outcome: z.string(),
  outcomeText: z.string(),
  score: z.number().nullable(),
});
export const decisionCasePage = page(decisionCase);
export const decisionCaseExplained = z.object({ case: decisionCase, facts: ruleFacts, explanation });

/* GET /definitions/{kind}/{key}/changes?effectiveOn=: what the draft of a form would do to answers; of a rule set or a workflow nothing. */
export const formChangesQuery = z.object({
  /** The day from which the draft shall count; left out: today. It is compared with the version of the day before. */
  effectiveOn: day.optional(),
});
export const formUse = z.object({
  /** `list`: a column or a filter of a list of records, of which `key` says where it is below the city's pages (`needs`, `records/visit`). */
  what: z.enum(['rules', 'workflow', 'list']),
  key: z.string(),
  name: z.string(),
  /** The rules, or the step, in words; empty where there is no more to say. */
  detail: z.string(),
});
export const formChange = z.object({
  /** Names it when it is confirmed. */
  id: z.string(),
  level: z.enum(['harmless', 'asks', 'loses']),
  /** The field; empty: the form as a whole. */
  path: z.string(),
  message: z.string(),
  /** Answers that were sent and half-done ones that it has to do with. */
  stored: z.number().int(),
  halfDone: z.number().int(),
  used: z.array(formUse),
});
export const formChanges = z.object({
  /** The version that it is compared with; null: there is none, or nothing to be told. */
  base: z.number().int().nullable(),
  /** Records that were answered with any version of the form: a correction counts no second time. */
  stored: z.number().int(),
  halfDone: z.number().int(),
  /** The steps that ask it. */
  askedBy: z.array(formUse),
  changes: z.array(formChange),
});

/* GET /form-templates: what a new form can be begun from; /form-templates/{key}: one of them, whole. */
export const formTemplates = z.array(z.object({ key: z.string(), purpose: z.string(), name: z.string() }));
export const formTemplate = z.object({ key: z.string(), body: ruleBody });

/* GET /definitions/form/{key}/values?path=: what was written in a text field, which may become choices. */
export const storedValuesQuery = z.object({ path: z.string().min(1).max(300) });
export const storedValues = z.object({
  values: z.array(z.object({ value: z.string(), count: z.number().int() })),
  isTooMany: z.boolean(),
  /** Records whose value is not told: the field said who somebody is, or may, when it was written. */
  withheld: z.number().int(),
});

/* GET /definitions/form/{key}/newer?from=: of a section that forms share, what is different since the version that one is pinned to. */
export const newerSectionQuery = z.object({ from: z.coerce.number().int().min(0).max(largest) });
export const newerSection = z.object({
  number: z.number().int(),
  body: ruleBody,
  changes: z.array(formChange.pick({ level: true, path: true, message: true })),
});

/** One key with its versions; `current` is the one in force today. */
/* GET /definitions/workflow/{key}/offers: what the editor of a lifecycle can choose from. */
const named = z.object({ key: z.string(), name: z.string() });
/** A mark or tag: what stops working without it, and the steps or states in force that carry it. */
const mark = z.object({ key: z.string(), why: z.string().nullable(), named: z.array(z.string()) });
export const lifecycleOffers = z.object({
  forms: z.array(named),
  /** `reasons`: what is told where one does not open the step. */
  rules: z.array(named.extend({ reasons: z.array(z.string()) })),
  effects: z.array(
    z.object({
      type: z.string(),
      /** Roles of fields that the step's form has to ask. */ reads: z.array(z.string()),
      params: z.array(
        z.object({
          name: z.string(),
          needed: z.boolean(),
          kind: z.enum(['choice', 'flag', 'text', 'other']),
          choices: z.array(z.object({ value: z.string(), label: z.string().nullable() })),
        }),
      ),
    }),
  ),
  marks: z.array(mark),
  tags: z.array(mark),
  /** What turns may be told with, and days that they may be counted from. */
  words: z.array(z.string()),
  days: z.array(z.string()),
  /** What a city may choose, that steps may be made for. */
  choices: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
});
export const definition = z.object({
  kind: definitionKind,
  key: z.string(),
  name: z.string(),
  purpose: z.string(),
  current: z.number().int(),
  latest: z.number().int(),
  /** Beside check, compare and publish: what drafts of this kind can be put to. */
  stages: z.array(z.enum(['examples', 'impact'])),
  draft: ruleDraftMark.nullable(),
  /** What a release of the product brought and nobody has taken over or put aside yet. `base`: the version that both come from. */
  update: z.object({ release: z.string(), base: z.number().int().nullable() }).nullable(),
  /** Workflows in force of which a step asks this form or these rules; of a section the forms that it stands in, each with the version that it is `pinned` to. */
  usedBy: z.array(z.object({ key: z.string(), name: z.string(), pinned: z.number().int().nullable() })),
  versions: z.array(
    z.object({
      id,
      number: z.number().int(),
      reason: z.string(),
      effectiveOn: day,
      publishedAt: instant,
      publishedBy: z.string().nullable(),
      uses: z.number().int(),
    }),
  ),
});
export const definitionBody = z.object({
  id,
  kind: definitionKind,
  key: z.string(),
  number: z.number().int(),
  body: z.record(z.string(), z.unknown()),
});
/** `formId`: the version that was filled in. */
export const testAnswersInput = z.object({ formId: id, answers: z.record(z.string(), z.unknown()) });
export const testAnswersGiven = z.object({ id });
export const testAnswers = z.object({
  form: localForm,
  /** The latest first; `number` is the version that was answered. */
  given: z.array(
    z.object({
      id,
      number: z.number().int(),
      at: instant,
      by: z.string().nullable(),
      answers: z.array(z.object({ label: z.string(), value: z.string() })),
    }),
  ),
});
/** An upload. With `checkOnly` nothing is stored and the answer lists what would be wrong. */
export const definitionInput = z.object({
  body: z.record(z.string(), z.unknown()),
  reason: line,
  effectiveOn: day.optional(),
  checkOnly: z.boolean().default(false),
  /** Fields of a form, or numbers of a register (`/facts/KEY`), that rules use, named to let them go or change type all the same. */ acknowledge:
    acknowledged,
});
export const definitionChecked = z.object({
  ok: z.boolean(),
  key: z.string(),
  number: z.number().int().nullable(),
  issues: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
});

/* POST /publications: several drafts come into force together, or none; POST /publications/check: what that would come to. */
const together = z
  .array(z.object({ kind: definitionKind, key: ruleKey, version }))
  .min(1)
  .max(50)
  .refine((drafts) => new Set(drafts.map(({ kind, key }) => `${kind} ${key}`)).size === drafts.length);
export const publicationInput = rulePublishInput.extend({ drafts: together });
export const publicationCheckInput = publicationInput.omit({ reason: true });
export const publication = z.array(rulePublished);
export const toConfirm = z.object({
  /** For `confirm`. */ id: z.string(),
  level: z.enum(['asks', 'loses']),
  /** The field; empty: the form as a whole. */
  path: z.string(),
  message: z.string(),
});
export const publicationTold = z.object({
  /** Nothing keeps any of them from being published, once what is to be confirmed is confirmed. */
  ok: z.boolean(),
  drafts: z.array(
    z.object({
      kind: definitionKind,
      key: z.string(),
      version,
      name: z.string(),
      check: ruleCheck,
      /** Versions that wait for a later day and would never count. */
      replaced: z.array(z.object({ number: z.number().int(), effectiveOn: day })),
      /** Of a form: its changes that ask again or lose something and that `confirm` does not name. */
      toConfirm: z.array(toConfirm),
    }),
  ),
});

/* POST /definitions/{kind}/{key}/draft/merge: two who began from the same, joined place by place. Nothing is saved. */
export const draftMergeInput = z.object({
  /** What both began from: a body, or a published number. */
  base: z.union([z.number().int().positive().max(largest), ruleBody]),
  body: ruleBody,
  /** Where both changed the same place: whose counts. */
  take: z.record(z.string().max(2000), z.enum(['mine', 'theirs'])).optional(),
});
export const draftMerged = z.object({
  /** The draft that it was joined with. */
  theirs: ruleDraftMark.extend({ body: ruleBody }),
  body: ruleBody,
  /** Places that both changed, each otherwise. `text` says which in words; null: it is not there. Those that `take` does not name are mine until somebody decides. */
  conflicts: z.array(
    z.object({
      path: z.string(),
      text: z.string(),
      base: z.string().nullable(),
      mine: z.string().nullable(),
      theirs: z.string().nullable(),
    }),
  ),
});

/* GET, DELETE /definitions/{kind}/{key}/update: what waits of the product; POST …/update/take: as the open draft. */
export const productUpdate = z.object({
  kind: definitionKind,
  key: z.string(),
  release: z.string(),
  /** Of what the product brought: taking it and putting it aside name what was seen. */
  hash: z.string(),
  /** The municipality's version that both sides come from; null: it cannot be told. */
  base: z.number().int().nullable(),
  body: ruleBody,
  /** What the product changed since, what the municipality changed since, and how theirs differs from ours as it stands. */
  theirs: z.array(ruleDifference),
  ours: z.array(ruleDifference),
  differences: z.array(ruleDifference),
  /** Both joined, with what is wrong with that. */
  merged: ruleBody,
  conflicts: draftMerged.shape.conflicts,
  check: ruleCheck,
});
export const updateSeen = z.object({
  /** Of `productUpdate`, as it was seen. */
  hash: z.string().max(100),
});
export const takeUpdateInput = updateSeen.extend({
  as: z.enum(['merged', 'theirs']),
  take: draftMergeInput.shape.take,
});
