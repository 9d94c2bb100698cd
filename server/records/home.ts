import type { Turn, Urgency } from '../../workflows/types.ts';
import type { Part, Query } from '../database/parts.ts';
import type { Db } from '../database/db.ts';
import type { Standings } from '../database/standings.ts';
import type { MunicipalContext, Role } from '../kernel/context.ts';
import { reachBy, rowsAs, type Reach, type Rights } from '../kernel/rights.ts';

/**
 * What waits for somebody beside the turns of records. For whom each stands, where it leads and what makes it leave is a row of
 * `test/server/overview/home-items.test.ts`, which fails where there is none.
 */
export const itemKinds = [
  'account-waiting',
  'backtest-failed',
  'capacity',
  'coordinator-without-account',
  'council-silent',
  'council-without-coordinator',
  'draft-open',
  'effects-failed',
  'erasure-due',
  'erasure-list',
  'finding',
  'handover-open',
  'meeting-invitation',
  'meeting-next',
  'meeting-planned',
  'meeting-unrecorded',
  'membership-ending',
  'minutes-answered',
  'minutes-unread',
  'need-next',
  'pattern-skipped',
  'product-updates',
  'referral-waiting',
  'services-stale',
  'state-without-turn',
  'task-asked',
  'task-asking',
  'task-mine',
  'task-others',
] as const;

/** One thing that waits for the asker: a sentence and where to do it. */
export type HomeItem = {
  kind: (typeof itemKinds)[number];
  text: string;
  /** On the button. */
  action: string;
  /** A path below the municipality: `needs/ID`. */
  path: string;
  /** A day. */
  since: string | null;
  /** The day from which on it is late; null: it never is. */
  dueOn: string | null;
  late: boolean;
  /** How urgent the record itself is; null: it has no urgency. */
  urgency: Urgency | null;
  /** Said behind its text on the own home page alone, never to whoever takes over; `about`: the needs that it names. */
  adds?: { text: string; about: string[] };
  /** Stands for the item of the same record's turn. */
  replaces?: true;
};

/** That it is somebody's turn with a record: its kind is made of the record's and of where it stands. */
export type TurnItem = Omit<HomeItem, 'kind'> & { kind: string };

/** What nobody has to wait for: neither late nor urgent. */
export const atLeisure = { dueOn: null, late: false, urgency: null } as const;

/** Records of a kind that are to be looked for together: where they stand, and whose they are. */
export type TurnGroup = {
  kind: string;
  standings: Standings;
  /** Of the kind's table of rights: where the asker holds the role whose turn it is. */
  reach: Reach<string>[];
  role: Role;
  /** Only those that stand there since before this instant. */
  before: string | null;
  /** Only those of which a day that their kind knows (`days`) has come, `by` this one; what has no such day, by the instant. Left out: not asked. */
  due?: { from: string; by: string; before: string } | null;
  /** Only those for which nobody can sign in whose turn it is (`standIn`). */
  unattended: boolean;
};

/** How a kind's records come to home pages. */
export type TurnReader<Row> = {
  /**
   * The first `limit` of each group in the kind's own order (needs by the day of receiving), in one statement. Kinds that share this very
   * function are asked for together: registers, however many there are, cost what one does.
   */
  read: (this: void, ctx: MunicipalContext, groups: TurnGroup[], limit: number) => Promise<(Row & Part)[]>;
  /** From when on a row's turns count; left out: since it stands there. */
  since?(row: Row): string;
  /** What its turns may be told with, beside what every kind has: `number`, `title` … */
  words(row: Row): Record<string, string | number>;
  /** Days that its turns may count from. */
  days?(row: Row): Record<string, string | null>;
  urgency?(row: Row): Urgency;
  /** Marks of steps that the city does not take: a turn that such a step answers is told as `otherwise`. */
  untaken?(ctx: MunicipalContext): Promise<readonly string[]>;
  /** Where nobody who acts for a record can sign in, what would be their turn is another role's, told so; where that role may take the step. */
  standIn?: { for: Role; by: Role; texts: Turn['texts'] };
  /** Whose turn it is in an open state of a city's own that says nothing. */
  otherwise: readonly Turn[];
};

/** Something that others did and that concerns somebody. `id`: what it is marked as read by. */
export type News = { id: string; at: string; by: string; text: string; path: string };

/** A thing to do first, as long as the municipality has none of it, or (for who is new here) until they have done it themselves. */
export type FirstThing = {
  /** Of its texts: `home.first.KEY`. */
  key: string;
  roles: readonly Role[];
  /** Left out: it is done once the asker has been there. */
  table?: string;
  /** So many there are from the start. Left out: none. */
  fromStart?: 1;
  /** Those that the asker made (`created_by`) are counted. */
  own?: true;
  path: string;
  /** It is done at one of several below `path`: the id of the asker's. Where there is none it is not told yet. */
  at?(ctx: MunicipalContext): Query;
};

/** An item that tells how many there are of something, or an item of each; of none nothing is told, or asked. */
export type Counted = {
  /** One of the home page. */
  key: string;
  rows: Query;
  tell(count: number): HomeItem | Promise<HomeItem[]>;
};

/** A count of an area's fiscal year, told beside that of the year before up to the same day. */
export type Figure = {
  /** Of its texts: `home.figure.KEY`. */
  key: string;
  group: 'talk' | 'needs' | 'up';
  /** Where what is counted is listed. */
  path: string;
  /** The rows of a period, both days in it. */
  rows(db: Db, from: string, to: string): Query;
  /** It is how things stand now, which nobody can say of a year ago. */
  now?: true;
};

/** What somebody is told on their home page of a noun. Each part asks its own statements, and none where the asker has nothing to do with it. */
export type HomePart = {
  /** What no workflow can know waits for the asker, and what rules noticed. */
  read?(ctx: MunicipalContext): Promise<{ waiting?: HomeItem[]; noticed?: readonly { text: string; path: string }[] }>;
  /** What waits in numbers: all that home pages count is one statement. */
  counted?(ctx: MunicipalContext): Counted[];
  /** Of these events, those of records within the asker's reach, with `title` and `number`; null: none. */
  recent?(ctx: MunicipalContext, events: Query): Query | null;
  /** Of these events, those that concern the asker themselves: what became of what they began, answers, their own councils. With `title` and `number`; null: none. */
  concerns?(ctx: MunicipalContext, events: Query): Query | null;
  /** What happened since an instant that is no event, by others. */
  news?(ctx: MunicipalContext, since: string): Promise<News[]>;
  first?: readonly FirstThing[];
  /** Counts of the areas that the asker may know all of. */
  figures?(ctx: MunicipalContext): Promise<Figure[]>;
  /** What does not wait for the asker today and is open all the same, for whoever takes it over from them. */
  open?(ctx: MunicipalContext): Promise<HomeItem[]>;
};

/** Of a kind of records. */
export type RecordHome<Row> = HomePart & { turns: TurnReader<Row> };

/** Where the asker holds this role of a kind's workflows: the rows that give it their steps. */
export const reachAs = (rights: Rights<string>, ctx: MunicipalContext, role: Role): Reach<string>[] =>
  reachBy(rowsAs(rights, role), ctx.actor, 'step');
