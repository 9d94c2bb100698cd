import type { Text } from '../rules/types.ts';

/** `name`: what the register itself is called (担い手台帳); `one`: one of its records (担い手); `many`: its records together. */
export type RegisterTexts = { name: string; one: string; many: string; description?: string };

export type RegisterRole = 'administrator' | 'tier1' | 'tier2' | 'member' | 'provider' | 'centre';
export type RegisterAction = 'see' | 'names' | 'add' | 'change' | 'step' | 'export';

/** One row of who may do what: these roles, this, with these of its records. What no row gives, nobody may. */
export type RegisterRight = {
  roles: RegisterRole[];
  /** `names`: is told everything that is known of a record. `step`: takes the steps whose workflow names the role. */
  may: RegisterAction[];
  /**
   * Nothing: records of the role's area and below; `around`: those above it too; `anywhere`: all. `organisation`: those that name the body that
   * the role acts for in an entry whose own consent holds today.
   */
  where?: 'around' | 'anywhere' | 'organisation';
  /** Only records that are all of this: tags of where they stand, or keys of stages. */
  when?: string[];
  /** The role that the workflow calls them by; nothing: their own. */
  as?: RegisterRole;
  /** As which audience of the form's fields (`x-tell`) they are told of a record; nothing: of fields nobody else may be told, nothing. */
  told?: string;
};

/** A way of looking at the list that it ships with: records that stand so (a tag, or a stage). */
export type RegisterView = { key: string; text: Text; state: string };

/** A fact of its records that a function of the product works out: `from` names it, `params` are what it takes. Rule sets ask it as `record.computed.KEY`. */
export type RegisterFact = { key: string; text: Text; from: string; params?: Record<string, string> };

/**
 * A way of drawing the list beside its table: `board`, a column for each stage; `calendar`, by a field of the form that is a day
 * (`period.from` is one, too); `gantt`, by time, once.
 */
export type RegisterDrawing = { kind: 'board' } | { kind: 'calendar'; field: string } | RegisterGantt;

/**
 * By time: from one day to another (left out: the one day alone; not answered: on and on). `track`: a choice by which the rows are put
 * together; `aim`: a number that is to be reached.
 */
export type RegisterGantt = {
  kind: 'gantt';
  from: string;
  to?: string;
  track?: string;
  aim?: string;
  /**
   * What happened, beside what was planned. `field`: a choice that says how it is counted; `figures`: of its values the figures of the year's
   * sheet that count it (`countedFigures`), each whole or one of its lines (`council-meetings/tier-1`). A value that is not named is put on
   * record by hand: in steps whose forms have fields of the roles `done-on` and `amount`.
   */
  counts?: { field: string; figures: Record<string, string[]> };
};

/** The figures of the year's sheet by which what happened may be counted: none whose list tells of residents. */
export const countedFigures = ['council-meetings', 'other-meetings', 'councils-founded', 'coordinators'] as const;

/**
 * A register (台帳): everything that is kept about one kind of thing, as data. What is asked is its form's (of the purpose `record`), how it
 * moves and whose turn it is its workflow's (of the subject `register-KEY`); both are named by key: of each the version in force counts.
 */
export type Register = {
  key: string;
  texts: { ja: RegisterTexts; en?: RegisterTexts };
  form: string;
  workflow: string;
  /** How its numbers are written: `NI-{number}`; with `{年度}` they begin anew each fiscal year. */
  number: string;
  /** It tells of people: who was shown its records is on record. */
  personal: boolean;
  rights: RegisterRight[];
  /** `columns`: fields of the form, beside number, title, area and where it stands. */
  list: { columns: string[]; views?: RegisterView[] };
  /** How the list is drawn beside its table, in this order. */
  views?: RegisterDrawing[];
  facts?: RegisterFact[];
  /** The rule set (purpose `advice`, over its own records) that says what to do with a record, and why. A person decides. */
  advice?: string;
  /** Of what a record is begun by itself; `lack`: of each kind of help that somebody in an area needs in vain. */
  opens?: 'lack';
};
