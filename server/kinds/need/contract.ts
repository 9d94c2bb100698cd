import { z } from 'zod';
import {
  areaLink,
  can,
  countedPage,
  day,
  diagram,
  explanation,
  fieldName,
  happening,
  id,
  instant,
  link,
  saved,
  sentDraft,
  fromDevice,
  several,
  standing,
  step,
  version,
  toldAnswer,
} from '../../http/contract.ts';
import { listedViews, viewInput, viewPatch } from '../../lists/contract.ts';
import { finding } from '../finding/contract.ts';
import { person, personChoice } from '../people/contract.ts';
import { referral } from '../referral/contract.ts';
import { capacity } from '../service/contract.ts';

export const urgency = z.enum(['low', 'normal', 'high']);
export const consentScope = z.enum(['service', 'council', 'department']);
export const needScope = z.enum(['individual', 'community']);

export const need = z.object({
  id,
  number: z.number().int(),
  scope: needScope,
  title: z.string(),
  /** Null where the asker may not know, or the need is the community's. */
  residentName: z.string().nullable(),
  residentKana: z.string().nullable(),
  area: areaLink,
  types: z.array(z.object({ key: z.string(), name: z.string() })),
  urgency,
  consent: z.enum(['given', 'not-given', 'not-needed']),
  /** Whom it may be told to as it stands: by consent, by a decision to tell without it, or because it is the community's. */
  consentedTo: z.array(consentScope),
  standing,
  receivedOn: day,
  daysOpen: z.number().int(),
  version,
});
/** In a list: what is told of the fields asked for, in words and in their order; null where there is nothing, or it may not be told. */
export const listedNeed = need.extend({ fields: z.array(z.string().nullable()) });
export const needPage = countedPage(listedNeed);

export const needQuery = z.object({
  q: z.string().max(200).optional(),
  area: id.optional(),
  type: z.string().max(100).optional(),
  /** A tag of its state (`open`, `over`, `unmet` …; `GET /standings` gives those in force), or a stage of its workflow. */
  state: z.string().max(100).optional(),
  urgency: urgency.optional(),
  scope: needScope.optional(),
  receivedFrom: day.optional(),
  receivedTo: day.optional(),
  sort: z.enum(['newest', 'oldest', 'urgency']).default('newest'),
  /** Conditions on fields (`GET …/needs/fields`), all of which hold: `FIELD=VALUE`, for numbers and days also `FIELD>=VALUE`, `FIELD<=VALUE`. Several `=` of one field: any of them. */
  where: several(z.string().min(1).max(700)),
  /** A field, or `-FIELD` for the other way round, instead of `sort`. */
  sortBy: fieldName.optional(),
  /** Fields whose values are shown in `fields`. */
  fields: several(fieldName),
});
/** The columns that a list of needs has of itself, beside number and title. */
export const needColumn = z.enum(['state', 'urgency', 'types', 'area', 'person', 'received']);
/** Of whom the list finds, how many there are by something of their own or by a field (`FIELD`) of few choices. */
export const needCountsQuery = needQuery.omit({ sort: true, sortBy: true, fields: true }).extend({
  by: z.string().min(1).max(300),
});
/** The list as a file: without the columns that it is shown without. */
export const needExport = needQuery.extend({ hide: several(needColumn) });
/** What a saved view holds. Not what was searched for: that may be a resident's name. */
export const needViewQuery = needQuery.omit({ q: true }).extend({
  where: z.array(z.string().min(1).max(700)).max(8).default([]),
  fields: z.array(fieldName).max(8).default([]),
  /** Its own columns that the list does without. */
  hide: z.array(needColumn).max(6).default([]),
});
export const needViewInput = viewInput(needViewQuery);
export const needViewPatch = viewPatch(needViewQuery);
export const needViews = listedViews(needViewQuery);

/** `need`: the one that is to be corrected; what it holds may then be chosen, also where it is closed. */
export const needFormQuery = z.object({ need: id.optional() });
/** Answers to the intake form in force; `GET /needs/form` gives it. Also a correction: then all of them again. */
export const needInput = z.object({ answers: z.record(z.string(), z.unknown()) });

/** What the person (or the family) was asked and agreed to. */
export const consentInput = z.object({
  consent: z.enum(['given', 'not-given']),
  scope: z.array(consentScope).max(3).default([]),
  askedOn: day,
  /** Who asked: a name or a body. */
  askedBy: z.string().trim().min(1).max(100),
  how: z.enum(['visit', 'phone', 'meeting', 'paper', 'other']),
  note: z.string().trim().max(1000).optional(),
});
/** Telling without consent: to whom, and why that is allowed. */
export const overrideInput = z.object({ scope: consentScope, reason: z.string().trim().min(1).max(1000) });
/** Also whose it is, as the officer decided: somebody known, somebody `new`, or nothing as yet. `GET likely-people` says who it may be. */
export const needIntake = needInput.extend({ person: personChoice.optional(), draft: sentDraft, device: fromDevice });
/** Whose a need is; null: not known after all. */
export const needPerson = z.object({ person: personChoice.nullable() });

/** One service in a ranking. */
export const candidate = z.object({
  service: z.object({
    id,
    name: z.string(),
    organisation: link,
    type: z.string(),
    capacity,
    capacityConfirmedOn: day.nullable(),
    fee: z.string().nullable(),
    phone: z.string().nullable(),
  }),
  rank: z.number().int().nullable(),
  score: z.number(),
  /** Null: it may be sent. Otherwise why not, in words (left out by a rule, refused before …). */
  leftOut: z.string().nullable(),
  explanation,
});
/** Ranked first; those left out after them. */
export const ranking = z.object({
  decisionId: id,
  ruleSet: z.object({ key: z.string(), name: z.string(), number: z.number().int() }),
  decidedAt: instant,
  candidates: z.array(candidate),
  /** Not among the candidates: as many more stand below the last one, or were left out as well. */ others: z.object({
    ranked: z.number().int(),
    leftOut: z.number().int(),
  }),
});
/** A stored decision in words: one explanation, or a whole ranking. */
export const decisionAnswer = z.union([ranking, explanation]);

export const needRecord = need.extend({
  /** Whose it is, where somebody has said so and the asker may know. */
  person: z.object({ id, number: z.number().int(), name: z.string() }).nullable(),
  answers: z.array(toldAnswer),
  links: z.array(z.string()),
  consentScope: z.array(z.string()),
  /** Whom it may be told to without consent, as somebody decided. */
  overrides: z.array(consentScope),
  /** When somebody last saw how things go while it is being met. */
  checkedOn: day.nullable(),
  steps: z.array(step),
  diagram,
  referrals: z.array(referral),
  story: z.array(happening),
  meetings: z.array(z.object({ id, title: z.string(), heldOn: day, councilId: id, plan: z.string().nullable() })),
  council: link.nullable(),
  /** What the escalation rules found that hangs on this need: open or raised. */
  findings: z.array(finding),
  /** The first of the latest ranking, while the need can be referred. */
  next: z.object({ decisionId: id, service: link }).nullable(),
  /** The intake's answers as given, for who may correct them. */
  given: z.record(z.string(), z.unknown()).nullable(),
  can,
});

/** What is known of a resident beside who they are. `likely`: needs of which nobody has said whose they are, by somebody of the same name. */
export const personNeeds = z.object({ needs: z.array(need), referrals: z.array(referral), likely: z.array(need) });

const looks = {
  opened: z.array(z.object({ id, at: instant, by: z.string(), what: z.string(), names: z.boolean() })),
  seen: z.array(z.object({ by: z.string(), day, times: z.number().int() })),
};
/** Who looked at a resident: at who they are, their needs or their referrals; as `needLooks`. */
export const personLooks = z.object({ person: z.object({ id, number: z.number().int(), name: z.string() }), ...looks });
/** All that is stored of a resident, in words; for who asks what is kept of them. */
export const personData = z.object({
  gatheredAt: instant,
  person: person.extend({ createdAt: instant }),
  needs: z.array(
    need.extend({
      story: z.array(happening),
      referrals: z.array(referral.extend({ story: z.array(happening) })),
      meetings: z.array(z.object({ title: z.string(), heldOn: day, plan: z.string().nullable() })),
      /** Items about it on meetings' agendas, planned or held. `meeting`: its title. */
      agenda: z.array(
        z.object({
          meeting: z.string(),
          heldOn: day,
          title: z.string(),
          discussion: z.string().nullable(),
          decisions: z.array(z.string()),
        }),
      ),
      /** What somebody does because of it, or what councils' members are asked. */
      tasks: z.array(
        z.object({
          text: z.string(),
          dueOn: day.nullable(),
          result: z.string().nullable(),
          replies: z.array(z.object({ name: z.string(), text: z.string() })),
        }),
      ),
      /** What was written about it, or about a referral of it, for a successor. `title`: of what was due because of it. */
      handovers: z.array(z.object({ from: z.string(), endsOn: day, title: z.string().nullable(), note: z.string() })),
      /** What somebody is writing about it, or about a referral of it, and has not sent yet. */
      halfDone: z.array(
        z.object({
          form: z.string(),
          by: z.string(),
          savedAt: instant,
          answers: z.array(toldAnswer),
        }),
      ),
    }),
  ),
  /** By their kana or telephone these may be theirs as well; nobody has said whose they are. */
  undecided: z.array(need),
  ...looks,
});
/** What was erased: records by kind, and how many other texts named the resident. `namesakes`: a name or the telephone is also somebody else’s, or a name has one part only; it was left in those texts. */
export const personErased = saved.extend({
  erased: z.object({
    needs: z.number().int(),
    referrals: z.number().int(),
    submissions: z.number().int(),
    texts: z.number().int(),
    namesakes: z.boolean(),
  }),
});
/** Who looked at a need: who opened it or one of its referrals (`names`: and was told who the resident is), and in whose lists it stood, by day. */
export const needLooks = z.object({
  need: z.object({ id, number: z.number().int(), title: z.string() }),
  ...looks,
});

/** An area with all below it; the fiscal year and quarter in which the needs were received, at any time where nothing is said. */
export const lacksQuery = z.object({
  area: id.optional(),
  year: z.coerce.number().int().min(2000).max(2100).optional(),
  quarter: z.coerce.number().int().min(1).max(4).optional(),
});
/** In the order of what has to be looked at first; `markOf` says what each is. */
export const lackMark = z.enum(['short', 'unreachable', 'unjoined', 'overlapping']);
/** Needs that go on against services, by area and type: what the area lacks, and what it has more than enough of. */
export const lacks = z.object({
  /** `own`: the asker looks after it. Of others small counts are not told. */
  areas: z.array(areaLink.extend({ own: z.boolean() })),
  types: z.array(z.object({ key: z.string(), name: z.string() })),
  cells: z.array(
    z.object({
      areaId: id,
      type: z.string(),
      /** Needs that go on, and of them those that nobody was found for; null: fewer than `hidesBelow`. */
      open: z.number().int().nullable(),
      needs: z.number().int().nullable(),
      /** Services that reach the area, and of them those with room. */
      services: z.number().int(),
      room: z.number().int(),
      mark: lackMark.nullable(),
    }),
  ),
  hidesBelow: z.number().int(),
  /** In which the needs were received; null: whenever. */
  period: z.object({ year: z.number().int(), quarter: z.number().int().nullable(), from: day, to: day }).nullable(),
  /** Fiscal years that are offered. */
  years: z.array(z.number().int()),
});
