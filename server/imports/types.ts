import type { z } from 'zod';
import type { asideKind, importMapping, importPreview } from './contract.ts';

export type ImportMapping = z.infer<typeof importMapping>;
export type ImportPreview = z.infer<typeof importPreview>;

/** One row. `row` is its number in the file, from 1, as a spreadsheet shows it. `cells` go by column, trimmed. */
export type TableRow = {
  row: number;
  cells: string[];
  /** A quote begins in it and is never closed: its cells cannot be told. */
  broken?: boolean;
};

/** A list as it was read: every cell as text, trimmed; empty cells are ''. */
export type ReadTable = {
  format: 'csv' | 'xlsx';
  encoding: 'utf-8' | 'utf-8-bom' | 'cp932' | null;
  /** The visible sheets of a workbook, the likeliest first; empty for CSV. */
  sheets: string[];
  /** The one that was read. */
  sheet: string | null;
  headerRow: number;
  /** Lines that are neither header nor data, each with its cells joined. */
  preamble: string[];
  /** Names of columns, all distinct. One without a name goes by its letter: `(C)`. */
  columns: string[];
  rows: TableRow[];
  /** Rows that are no entries of the list: they come in only where somebody says so. */
  aside: (TableRow & { kind: AsideKind })[];
};

export type AsideKind = z.infer<typeof asideKind>;

export type TableErrorCode =
  | 'empty'
  | 'notTable'
  | 'encoding'
  | 'oldExcel'
  | 'openDocument'
  | 'html'
  | 'password'
  | 'tooLarge'
  | 'tooMuchUnpacked'
  | 'tooManyRows'
  | 'tooManyCells'
  | 'farCell'
  | 'noHeader'
  | 'noRows'
  | 'noSheet';

/** The file as a whole cannot be read. Texts: `imports.file.CODE`, filled with `params`. */
export class TableError extends Error {
  readonly code: TableErrorCode;
  readonly params: Record<string, string | number>;

  constructor(code: TableErrorCode, params: Record<string, string | number> = {}, cause?: unknown) {
    super(code, { cause });
    this.name = 'TableError';
    this.code = code;
    this.params = params;
  }
}

/** A trouble with one row. Text: `imports.row.CODE`. An error keeps the row out, a warning does not. */
export type PlanIssue = {
  row: number;
  column: string | null;
  code: string;
  level: 'error' | 'warning';
  params: Record<string, string | number>;
};

/** What becomes of one row; `shown` goes by the fields that the kind shows. */
export type PlanRow = {
  row: number;
  action: 'create' | 'update' | 'unchanged' | 'reject';
  name: string;
  shown: Record<string, string>;
};

/** A row that may be one of these or something new: a person says which (`mapping.decisions`). */
export type PlanDoubt = {
  row: number;
  name: string;
  place: string;
  candidates: { id: string; label: string }[];
  decision: string | null;
};

/** An entry of a code list. */
export type Named = { key: string; name: string };
