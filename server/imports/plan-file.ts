import { createHash } from 'node:crypto';
import { countTypeWords, guessMapping } from './guess-mapping.ts';
import { cut } from './limits.ts';
import { planChanges } from './plan-changes.ts';
import { planImport } from './plan-import.ts';
import { readTable } from './read-table.ts';
import {
  TableError,
  type Existing,
  type ImportMapping,
  type ImportPlan,
  type ImportPreview,
  type PlanIssue,
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
export type PlanSummary = Omit<ImportPreview, 'fileName' | 'issues'> & { issues: PlanIssue[]; sha256: string };

export type PlanAnswer =
  | { summary: PlanSummary }
  | { error: { code: TableErrorCode; params: TableError['params'] } }
  /** Fields whose column the file does not have. */
  | { noColumns: { field: string; column: string }[] };

/** What a preview shows; its counts are of all. */
const shown = { rows: 1000, issues: 2000, words: 500, samples: 3 };
const longest = { value: 200, sample: 100, word: 200 };

/**
 * Reads a file and plans its import: first the answer, then (where it is asked for) what is to be written, in batches. Runs as
 * long as the file likes: in a child process only.
 */
export async function* planFile(task: FileTask, existing: Existing, bytes: Uint8Array): AsyncGenerator<object> {
  let table: ReadTable;
  try {
    table = await readTable(bytes, task.fileName, task.sheet);
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    yield { error: { code: error.code, params: error.params } } satisfies PlanAnswer;
    return;
  }
  const mapping = task.mapping ?? guessMapping(table, existing.types, existing.areas);
  const noColumns = Object.entries(mapping.fields).flatMap(([field, source]) =>
    source && 'column' in source && !table.columns.includes(source.column) ? [{ field, column: source.column }] : [],
  );
  if (noColumns.length > 0) {
    yield { noColumns } satisfies PlanAnswer;
    return;
  }
  const plan = planImport(table, mapping, existing);
  yield {
    summary: { ...summarise(table, mapping, plan), sha256: createHash('sha256').update(bytes).digest('hex') },
  } satisfies PlanAnswer;
  if (task.changes) yield* planChanges(plan, existing);
}

const cutParams = (params: PlanIssue['params']): PlanIssue['params'] =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? cut(value, longest.value) : value,
    ]),
  );

function summarise(table: ReadTable, mapping: ImportMapping, plan: ImportPlan): Omit<PlanSummary, 'sha256'> {
  const samples = (index: number): string[] => {
    const found = new Set<string>();
    for (const { cells } of table.rows) {
      const cell = cells[index] ?? '';
      if (cell !== '') found.add(cut(cell, longest.sample));
      if (found.size === shown.samples) break;
    }
    return [...found];
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
    headerRow: table.headerRow,
    preamble: table.preamble,
    columns: table.columns.map((name, index) => ({ name, samples: samples(index) })),
    mapping,
    typeWords: countTypeWords(table, mapping)
      .filter(({ word }) => word.length <= longest.word)
      .slice(0, shown.words),
    counts: plan.counts,
    issueCount: plan.issues.length,
    issues: issues.map(({ params, ...issue }) => ({ ...issue, params: cutParams(params) })),
    rows: plan.rows.slice(0, shown.rows).map(({ row, action, name, organisation, type, areas }) => ({
      row,
      action,
      name: cut(name, longest.value),
      organisation: cut(organisation, longest.value),
      type: cut(type, longest.value),
      areas: cut(areas, longest.value),
    })),
  };
}
