declare const tellable: unique symbol;

/** The fields that changed: `[before, after]` where the values may be told, null where only that they changed is on record. Made by `tellChanges`. */
export type Changes = Record<string, [unknown, unknown] | null> & { [tellable]: true };

/**
 * All that a line may say beside who, what and when. A line outlives what it tells of (it can be neither changed nor erased),
 * so it never holds what a person is called, where they can be reached, or what was answered to a form. That is why this
 * is a closed list: whoever adds to it says here what the value is.
 */
export type AuditDetails = {
  /** The record's version after the change. */
  version?: number;
  changed?: Changes;

  /** The workflow's event, and its name in the words of the version that the record is on. */
  event?: string;
  step?: { ja: string; en: string };

  /** Was the asker shown who the resident is, or how to reach them? */
  names?: boolean;
  contact?: boolean;
  /** Which filters a list was asked with (what they were may be a name), and how many records it showed. */
  filters?: string[];
  shown?: number;
  /** Telling without consent: to whom (`service`, `council`, `department`). Why stands with the record. */
  scope?: string;
  /** The id of a decision that was looked at or made; `rules`: a rule set was tried on the record. */
  decision?: string | null;
  rules?: boolean;

  /** The id of the resident whom a need is about from now on. */
  person?: string | null;

  /** A membership: its role, the area's name and its days. */
  role?: string;
  area?: string;
  startsOn?: string;
  endsOn?: string | null;

  /** Roles of which a second factor is demanded from now on. */
  roles?: string[];

  /** An invitation: what its link leads to (a role, a password, an e-mail), and how long it works. `kind` is also that of a meeting. */
  kind?: string;
  expiresAt?: string;

  /** The network address that a browser or script came from. */
  address?: string;

  /** Ids of a council and of its member; what a council began with. */
  council?: string;
  member?: string;
  tier?: number;
  workflow?: string;
  establishedOn?: string;
  heldOn?: string;

  /** A closing: its day, the name of the area, body or code that follows, and how many of what went there. */
  from?: string;
  followedBy?: string;
  moved?: Record<string, number>;

  /** The hash of a seal: what the chain goes on from. */
  head?: string;

  /** The release of the product that brought something. */
  release?: string | null;
  /** A publication's number, first day, the number that it goes back to, and the reason that was given for it. */
  number?: number;
  effectiveOn?: string;
  base?: number | null;
  reason?: string;

  /** An effect's type and id, and the name or code of the error that ended it. The error's text stays with the effect. */
  effect?: string;
  effectId?: string;
  failure?: string;

  /** Ids of imports (`kind`: of what lists), and how many rows each thing was done to. */
  import?: string;
  undone?: string;
  counts?: Record<string, number>;

  /** A back-test: the days of the cases and the area's id; how many rows an export has. */
  period?: { fromDay?: string | undefined; toDay?: string | undefined; areaId?: string | undefined };
  rows?: number;
  /** What of a list or a record was written out: keys of its columns, and in what kind of file. Which rows stands beside, as for any look. */
  columns?: string[];
  /** The filter's values that are ids and codes. What was searched for, and what was asked of answers, is named in `filters` only. */
  filter?: Record<string, string>;
  format?: string;
  face?: string;
};

/**
 * `changed` (of `changedFields`) as an audit line may hold it. Values are left out, except of fields named in `plain`:
 * settings, states, days and counts that say nothing about a person.
 */
export const tellChanges = (changed: Record<string, [unknown, unknown]>, plain: readonly string[] = []): Changes =>
  Object.fromEntries(
    Object.entries(changed).map(([field, values]) => [field, plain.includes(field) ? values : null]),
  ) as Changes;

/** What lines call a need, a referral (by its need) or a proposal: what stands in its title may be a resident's words. */
export const numberTitle = (number: number): string => `No.${number}`;
