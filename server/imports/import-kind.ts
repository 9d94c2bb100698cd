import type { MunicipalContext, Role } from '../kernel/context.ts';
import type { ImportMapping, PlanDoubt, PlanIssue, PlanRow, ReadTable } from './types.ts';

/** A field of what is imported, and how columns for it are called: the surest name first. */
export type ImportColumn = {
  field: string;
  names: RegExp[];
  /** Without a source for it nothing can come in. */
  needed?: boolean;
  /** Seldom there, and shown after the others. */
  seldom?: boolean;
  /** What it is called, where it is a field of a city's own form; of others the program's texts say it. */
  label?: string;
  /** What it may be in every row, in words. */
  choices?: readonly string[];
  /** Several columns may say it in parts, in this order: ways to do so, each with how its columns are called. */
  parts?: readonly RegExp[][][];
};

/** What a first look makes of a list: a mapping, and which of it is only proposed. */
export type Guess = { mapping: ImportMapping; proposed: { words: string[]; area: boolean } };

export type ListPlan = {
  rows: PlanRow[];
  issues: PlanIssue[];
  doubts: PlanDoubt[];
};

/**
 * What a kind knows of lists of it. Pure, and in a module of its own as `planner`, which a child process loads by its address:
 * E is what the kind's `load` has read, each line's items together as `items`.
 */
export type ListPlanner<E, P extends ListPlan = ListPlan> = {
  columns: readonly ImportColumn[] | ((existing: E) => readonly ImportColumn[]);
  /** The field whose words are asked about one by one, such as 「種別」. */
  wordField: string | null;
  /** An entry may be a name and nothing else, which elsewhere is a heading. */
  markedOnly?: boolean;
  /** What a row is shown by. */
  shown: readonly string[] | ((existing: E) => readonly string[]);
  guess(table: ReadTable, existing: E): Guess;
  plan(table: ReadTable, mapping: ImportMapping, existing: E): P;
  /** What the plan writes, in pieces as large as one step of the writing. */
  changes(plan: P, existing: E): Iterable<object>;
};

/** What a list is planned against: names, lines of JSON of some hundred items each, and a mark of all that decides. */
export type Loaded = { names: object; lines: Buffer[]; basis: string };

/** Lists of one kind of thing, as the kind hands them in. */
export type ImportKind = {
  /** As it stands in addresses and on the command line: `services`. */
  key: string;
  planner: URL;
  /** The page that has what came in, below the municipality's. */
  page: string;
  /**
   * Who may import lists of it: these, over the whole municipality; or whoever it answers true for. `within`: what belongs to this area; without: to any.
   */
  roles: readonly Role[] | ((ctx: MunicipalContext, within?: string) => boolean);
  load(ctx: MunicipalContext): Promise<Loaded>;
  /** The mark as it is now; a plan is good as long as it stays the same. */
  readBasis(ctx: MunicipalContext): Promise<string>;
  /** Writes what was planned, and tells what undoing it needs. */
  apply(ctx: MunicipalContext, importId: string, batches: Buffer[], how: Applying): Promise<object>;
  /** Takes back what `apply` told, all or nothing; null where what it made cannot be unmade. */
  undo: ((ctx: MunicipalContext, importId: string, changes: unknown, fileName: string) => Promise<Undone>) | null;
};
/** Are links that it makes also mailed? Only who serves HTTP knows. */
export type Applying = { mail: boolean };
export type Undone = { removed: number; restored: number };
