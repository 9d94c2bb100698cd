import { z } from 'zod';
import { day, page } from '../http/contract.ts';
import { practice } from '../settings/municipality/contract.ts';
import { definitionKind, ruleDraftMark } from '../studio/contract.ts';

/** One thing that waits for the asker: a sentence and where to do it (a path below the municipality, `needs/ID`). */
export const waiting = z.object({
  kind: z.string(),
  text: z.string(),
  action: z.string(),
  path: z.string(),
  since: day.nullable(),
  /** The day from which on the work is late; null: it never is. */
  dueOn: day.nullable(),
  late: z.boolean(),
  /** How urgent the record itself is. */
  urgency: z.enum(['low', 'normal', 'high']).nullable(),
});
export const home = z.object({
  waiting: z.array(waiting),
  /** What the watch rules noticed. */
  noticed: z.array(z.object({ text: z.string(), path: z.string() })),
  /** What others did here of late, newest first; `others`: the records beside the first that the same person did the same with on that day. */
  recent: z.array(
    z.object({
      at: z.string(),
      by: z.string(),
      text: z.string(),
      path: z.string(),
      others: z.array(z.object({ title: z.string(), path: z.string() })),
    }),
  ),
  /** For a new user: the three things to do first; empty once they are done. */
  first: z.array(
    z.object({
      text: z.string(),
      action: z.string(),
      path: z.string(),
      /** To be marked as read by who goes there; null: it leaves by itself once it is done. */
      mark: z.string().nullable(),
    }),
  ),
});

/** What others did and concerns the asker, of the last 30 days, the latest first; `unread` of them they have not read yet. */
export const news = z.object({
  items: z.array(
    z.object({ id: z.string(), at: z.string(), by: z.string(), text: z.string(), path: z.string(), read: z.boolean() }),
  ),
  unread: z.number().int(),
  /** By mail too, once a day; `available`: this server sends mail. */
  digest: z.object({ on: z.boolean(), available: z.boolean() }),
});
/** The ids of what was read, or all up to now. */
export const newsRead = z.union([
  z.strictObject({ ids: z.array(z.string().min(1).max(64)).min(1).max(100) }),
  z.strictObject({ all: z.literal(true) }),
]);
export const newsSettings = z.object({ digest: z.boolean() });

/** Counts of the asker's areas in a fiscal year up to today, beside those of the year before up to the same day. */
export const figures = z.object({
  from: day,
  to: day,
  before: z.object({ from: day, to: day }),
  /** They are the whole municipality. */
  whole: z.boolean(),
  groups: z.array(
    z.object({
      name: z.string(),
      items: z.array(
        z.object({
          key: z.string(),
          name: z.string(),
          path: z.string(),
          count: z.number().int(),
          /** With its unit. */
          said: z.string(),
          /** Null: it says how things stand now, which nobody can say of a year ago. */
          before: z.object({ count: z.number().int(), said: z.string(), difference: z.string() }).nullable(),
        }),
      ),
    }),
  ),
});

export const searchQuery = z.object({ q: z.string().trim().min(1).max(200) });
/** What was found, noun by noun: the first of each, how many there are, and the page (below the municipality's) that lists them all. */
export const searched = z.object({
  groups: z.array(
    z.object({
      kind: z.string(),
      name: z.string(),
      items: z.array(z.object({ title: z.string(), note: z.string(), path: z.string() })),
      total: z.number().int(),
      list: z.string().nullable(),
    }),
  ),
});

/** What the server could not do by itself and gave up. `path`: the record's page; null: it is about none. */
export const failure = z.object({
  id: z.string(),
  type: z.string(),
  since: z.string(),
  attempts: z.number().int(),
  reason: z.string().nullable(),
  path: z.string().nullable(),
});
export const failurePage = page(failure);
export const failureDecision = z.object({ decision: z.enum(['again', 'drop']) });

const ofKind = z.object({ keys: z.number().int(), drafts: z.number().int(), updates: z.number().int() });
/** What each place of the settings holds. A count of `most` + 1 is that and more. */
export const settings = z.object({
  most: z.number().int(),
  areas: z.number().int(),
  councils: z.number().int(),
  users: z.number().int(),
  /** Accounts whose owner has not chosen a password yet. */
  accountsWaiting: z.number().int(),
  codes: z.number().int(),
  codesRetired: z.number().int(),
  audit: z.number().int(),
  imports: z.number().int(),
  /** What the server should have done and could not. */
  effectsFailed: z.number().int(),
  /** Words of its own that the municipality has, of those that it may have. */
  words: z.number().int(),
  practice,
  /** Forms may be taken along on a device. */
  offline: z.boolean(),
  /** Roles that need a second factor. */
  secondFactorRoles: z.number().int(),
  /** 1 where a table of postal codes is loaded. */
  postalTables: z.number().int(),
  decisions: z.number().int(),
  /** Facts that rules may ask about. */
  facts: z.number().int(),
  erasureLists: z.number().int(),
  /** Of them those that nobody has approved yet. */
  erasureListsWaiting: z.number().int(),
  /** 1 where nobody has said for how long needs are kept. */
  retentionUnset: z.number().int(),
  kinds: z.object({ form: ofKind, rules: ofKind, workflow: ofKind, register: ofKind }),
  /** The drafts that were saved last, newest first; `number`: what each would become, `against`: how many things keep it from being published. */
  drafts: z.array(
    z.object({
      kind: definitionKind,
      key: z.string(),
      name: z.string(),
      number: z.number().int(),
      draft: ruleDraftMark,
      against: z.number().int(),
    }),
  ),
});
