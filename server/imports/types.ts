import type { z } from 'zod';
import type { capacity, weekday } from '../kinds/service/contract.ts';
import type { importField, importIssue, importMapping, importPreview } from './contract.ts';

export type ImportMapping = z.infer<typeof importMapping>;
export type ImportField = z.infer<typeof importField>;
export type ImportPreview = z.infer<typeof importPreview>;
export type ImportIssue = z.infer<typeof importIssue>;
export type Weekday = z.infer<typeof weekday>;
export type Capacity = z.infer<typeof capacity>;

/** One row. `row` is its number in the file, from 1, as a spreadsheet shows it. `cells` go by column, trimmed. */
export type TableRow = { row: number; cells: string[] };

/** A list as it was read: every cell as text, trimmed; empty cells are ''. */
export type ReadTable = {
  format: 'csv' | 'xlsx';
  encoding: 'utf-8' | 'utf-8-bom' | 'cp932' | null;
  /** The visible sheets of a workbook; empty for CSV. */
  sheets: string[];
  headerRow: number;
  /** Lines that are neither header nor data, each with its cells joined. */
  preamble: string[];
  /** Names of columns, all distinct. One without a name goes by its letter: `(C)`. */
  columns: string[];
  rows: TableRow[];
};

export type TableErrorCode =
  | 'empty'
  | 'notTable'
  | 'encoding'
  | 'oldExcel'
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

/** What an import can set on a service. */
export type ServiceValues = {
  name: string;
  nameKana: string;
  typeKey: string;
  areaIds: string[];
  description: string | null;
  eligibility: string | null;
  fee: string | null;
  feeYen: number | null;
  days: Weekday[];
  hours: string | null;
  capacity: Capacity;
  phone: string | null;
  url: string | null;
  address: string | null;
  latitude: number | null;
  longitude: number | null;
  externalKey: string | null;
};

export type ExistingService = ServiceValues & { id: string; version: number; organisationId: string; closed: boolean };
export type ExistingOrganisation = { id: string; name: string; nameKana: string; corporateNumber: string | null };
export type Named = { key: string; name: string };

/** What the municipality has already. */
export type Existing = {
  services: ExistingService[];
  organisations: ExistingOrganisation[];
  types: Named[];
  organisationKinds: Named[];
  areas: { id: string; name: string }[];
};

/** An organisation that the import would make. `ref` is how rows name it until it has an id. */
export type PlannedOrganisation = {
  ref: string;
  name: string;
  nameKana: string;
  kind: string;
  corporateNumber: string | null;
  phone: string | null;
  url: string | null;
  address: string | null;
};
export type OrganisationLink = { id: string } | { ref: string };

type Shown = { row: number; name: string; organisation: string; type: string; areas: string };
export type PlannedRow = Shown &
  (
    | { action: 'create'; values: ServiceValues; owner: OrganisationLink }
    | { action: 'update'; service: ExistingService; changes: Partial<ServiceValues>; owner: OrganisationLink | null }
    | { action: 'unchanged'; service: ExistingService }
    | { action: 'reject' }
  );

export type ImportPlan = {
  rows: PlannedRow[];
  organisations: PlannedOrganisation[];
  issues: PlanIssue[];
  counts: { rows: number; created: number; updated: number; unchanged: number; rejected: number };
};
