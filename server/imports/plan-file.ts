import { createHash } from 'node:crypto';
import { countWords, isKnown } from './guess-columns.ts';
import type { ImportColumn, ListPlan, ListPlanner } from './import-kind.ts';
import { cut } from './limits.ts';
import { readTable } from './read-table.ts';
import {
  TableError,
  type AsideKind,
  type ImportMapping,
  type ImportPreview,
  type PlanIssue,
  type PlanRow,
  type ReadTable,
  type TableErrorCode,
} from './types.ts';

/** A file to read and plan. The bytes come beside it. */
export type FileTask = {
  fileName: string;
  sheet?: string | undefined;
  mapping?: ImportMapping | undefined;
  changes: boolean;
};

/** What is known of a file and its import, in a bounded size. Texts of issues are left to whoever knows the language. */
export type PlanSummary = Omit<ImportPreview, 'fileName' | 'kind' | 'can' | 'issues'> & {
  issues: PlanIssue[];
  sha256: string;
};

export type PlanAnswer =
  | { summary: PlanSummary }
  | { error: { code: TableErrorCode; params: TableError['params'] } }
  /** Fields that are none, and those whose column the file does not have. */
  | { wrong: { field: string; column: string | null }[] };

/** What a preview shows; its counts are of all. */
const shown = { rows: 1000, issues: 2000, words: 500, samples: 3, aside: 100, doubts: 100 };
const longest = { value: 200, sample: 100, word: 200 };

/**
 * Reads a file and plans its import: first the answer, then (where it is asked for) what is to be written, in batches. Runs as
 * long as the file likes: in a child process only.
 */
export async function* planFile<E, P extends ListPlan>(
  planner: ListPlanner<E, P>,
  task: FileTask,
  existing: E,
  bytes: Uint8Array,
): AsyncGenerator<object> {
  const columns = given(planner.columns, existing);
  let table: ReadTable;
  try {
    table = await readTable(bytes, task.fileName, (column) => isKnown(columns, column), task.sheet, planner.markedOnly);
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    yield { error: { code: error.code, params: error.params } } satisfies PlanAnswer;
    return;
  }
  const guess = task.mapping ? null : planner.guess(table, existing);
  const mapping = task.mapping ?? guess?.mapping ?? { fields: {}, types: {} };
  const wrong = findWrong(columns, table, mapping);
  if (wrong.length > 0) {
    yield { wrong } satisfies PlanAnswer;
    return;
  }
  const plan = planner.plan(takeIn(table, mapping), mapping, existing);
  yield {
    summary: {
      ...summarise(
        { columns, wordField: planner.wordField, shown: given(planner.shown, existing) },
        table,
        mapping,
        plan,
      ),
      proposed: guess?.proposed ?? { words: [], area: false },
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
  } satisfies PlanAnswer;
  if (task.changes) yield* planner.changes(plan, existing);
}

type Wrong = { field: string; column: string | null };

/** What a planner says of all lists, or of lists against what there is. */
const given = <T, E>(said: readonly T[] | ((existing: E) => readonly T[]), existing: E): readonly T[] =>
  typeof said === 'function' ? said(existing) : said;

function findWrong(columns: readonly ImportColumn[], table: ReadTable, { fields }: ImportMapping): Wrong[] {
  return Object.entries(fields).flatMap(([field, source]): Wrong[] => {
    if (!columns.some((column) => column.field === field)) return [{ field, column: null }];
    const names = 'column' in source ? [source.column] : 'columns' in source ? source.columns : [];
    return names.filter((name) => !table.columns.includes(name)).map((column) => ({ field, column }));
  });
}

/** The rows with those that were put aside and are to come in all the same. */
function takeIn(table: ReadTable, { takeIn: kinds = [] }: ImportMapping): ReadTable {
  if (kinds.length === 0) return table;
  const rows = [...table.rows, ...table.aside.filter(({ kind }) => kinds.includes(kind))];
  return { ...table, rows: rows.sort((a, b) => a.row - b.row) };
}

/** How many rows there are, by what becomes of them. */
export function countRows(rows: readonly Pick<PlanRow, 'action'>[]): ImportPreview['counts'] {
  const count = (action: PlanRow['action']) => rows.filter((row) => row.action === action).length;
  return {
    rows: rows.length,
    created: count('create'),
    updated: count('update'),
    unchanged: count('unchanged'),
    rejected: count('reject'),
  };
}

const cutParams = (params: PlanIssue['params']): PlanIssue['params'] =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? cut(value, longest.value) : value,
    ]),
  );

function listAside({ aside }: ReadTable, mapping: ImportMapping): PlanSummary['aside'] {
  const kinds: AsideKind[] = ['heading', 'total', 'note'];
  return kinds.flatMap((kind) => {
    const rows = aside.filter((row) => row.kind === kind);
    if (rows.length === 0) return [];
    return [
      {
        kind,
        count: rows.length,
        taken: mapping.takeIn?.includes(kind) ?? false,
        rows: rows.slice(0, shown.aside).map(({ row, cells }) => ({
          row,
          text: cut(cells.filter((cell) => cell !== '').join(' '), longest.sample),
        })),
      },
    ];
  });
}

function summarise(
  planner: { columns: readonly ImportColumn[]; wordField: string | null; shown: readonly string[] },
  table: ReadTable,
  mapping: ImportMapping,
  plan: ListPlan,
): Omit<PlanSummary, 'sha256' | 'proposed'> {
  const samples = (index: number): string[] => {
    const names = new Set<string>();
    for (const { cells } of table.rows) {
      const cell = cells[index] ?? '';
      if (cell !== '') names.add(cut(cell, longest.sample));
      if (names.size === shown.samples) break;
    }
    return [...names];
  };
  // Errors go first where not all can be shown: they keep rows out.
  const issues =
    plan.issues.length <= shown.issues
      ? plan.issues
      : [
          ...plan.issues.filter(({ level }) => level === 'error'),
          ...plan.issues.filter(({ level }) => level === 'warning'),
        ].slice(0, shown.issues);
  return {
    format: table.format,
    encoding: table.encoding,
    sheets: table.sheets,
    sheet: table.sheet,
    headerRow: table.headerRow,
    preamble: table.preamble,
    columns: table.columns.map((name, index) => ({ name, samples: samples(index) })),
    fields: planner.columns.map(({ field, needed = false, seldom = false, label = null, choices = null }) => ({
      field,
      needed,
      seldom,
      label,
      choices: choices && [...choices],
    })),
    wordField: planner.wordField,
    mapping,
    typeWords: countWords(table, mapping, planner.wordField)
      .filter(({ word }) => word.length <= longest.word)
      .slice(0, shown.words),
    aside: listAside(table, mapping),
    doubts: plan.doubts.slice(0, shown.doubts),
    counts: countRows(plan.rows),
    issueCount: plan.issues.length,
    issues: issues.map(({ params, ...issue }) => ({ ...issue, params: cutParams(params) })),
    shown: [...planner.shown],
    rows: plan.rows.slice(0, shown.rows).map(({ row, action, name, shown: cells }) => ({
      row,
      action,
      name: cut(name, longest.value),
      shown: Object.fromEntries(Object.entries(cells).map(([field, text]) => [field, cut(text, longest.value)])),
    })),
  };
}
