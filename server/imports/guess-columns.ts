import type { ImportColumn } from './import-kind.ts';
import type { ImportMapping, ReadTable } from './types.ts';

/** `#name`, 「電話番号（代表）」, `TEL `: what a column is called, without what decorates it. */
export const bareName = (column: string): string =>
  column
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(/^#/, '')
    .replace(/(.)\(.*\)$/, '$1');

/** What a column may be known by: its name, and where a heading spans several columns (連絡先/電話番号) both together or either. */
function namesOf(column: string): string[] {
  const parts = column.split('/').map(bareName);
  if (parts.length === 1 || /fax|ファッ?クス/.test(parts.at(-1) ?? '')) return [parts.join('')];
  return [parts.join(''), parts.at(-1) ?? '', parts[0] ?? ''];
}

const isCalled = (column: string, pattern: RegExp): boolean => namesOf(column).some((name) => pattern.test(name));

/** The cells of a column that hold something. */
export const cellsOf = (table: ReadTable, index: number): string[] =>
  table.rows.map((row) => row.cells[index] ?? '').filter((cell) => cell !== '');

/** The surest column of a field, or -1. */
export function findColumn(
  table: ReadTable,
  column: ImportColumn,
  taken: ReadonlySet<number>,
  fits: (index: number) => boolean = () => true,
): number {
  for (const pattern of column.names) {
    // A name that fits as a whole goes before one of which a part does.
    for (const how of [(name: string) => pattern.test(bareName(name)), (name: string) => isCalled(name, pattern)]) {
      const at = table.columns.findIndex((name, index) => !taken.has(index) && how(name) && fits(index));
      if (at >= 0) return at;
    }
  }
  return -1;
}

/** Columns that say a field in parts, in their order; fewer than two are none. */
function findParts(table: ReadTable, parts: RegExp[][], taken: ReadonlySet<number>): number[] {
  const positions: number[] = [];
  for (const patterns of parts) {
    const at = table.columns.findIndex(
      (name, index) =>
        !taken.has(index) && !positions.includes(index) && patterns.some((pattern) => isCalled(name, pattern)),
    );
    if (at >= 0) positions.push(at);
  }
  return positions.length > 1 ? positions : [];
}

/**
 * Sources of fields from the names of the columns. Fields are taken in their order and each column once, so that 法人番号 is
 * not taken for a telephone number.
 */
export function guessColumns(
  table: ReadTable,
  columns: readonly ImportColumn[],
  fits: (field: string, values: string[]) => boolean,
): ImportMapping['fields'] {
  const fields: ImportMapping['fields'] = {};
  const taken = new Set<number>();
  for (const column of columns) {
    const { field } = column;
    const whole = findColumn(table, column, taken, (index) => fits(field, cellsOf(table, index)));
    const parts = (column.parts ?? [])
      .map((each) => findParts(table, each, taken))
      .find((columns) => columns.length > 1 && (whole < 0 || columns.includes(whole)));
    const name = table.columns[whole];
    if (parts) {
      fields[field] = { columns: parts.map((index) => table.columns[index] ?? '') };
      for (const index of parts) taken.add(index);
    } else if (name !== undefined) {
      fields[field] = { column: name };
      taken.add(whole);
    }
  }
  return fields;
}

/** Is the column one that a list of this kind has? */
export const isKnown = (columns: readonly ImportColumn[], name: string): boolean =>
  columns.some(({ names }) => names.some((pattern) => isCalled(name, pattern)));

/** Words of a field's column and how many rows have each, the most frequent first. Empty without such a column. */
export function countWords(
  table: ReadTable,
  mapping: ImportMapping,
  field: string | null,
): { word: string; rows: number }[] {
  const source = field === null ? undefined : mapping.fields[field];
  if (!source || !('column' in source)) return [];
  const counts = new Map<string, number>();
  for (const word of cellsOf(table, table.columns.indexOf(source.column)))
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, rows]) => ({ word, rows })).sort((a, b) => b.rows - a.rows);
}
