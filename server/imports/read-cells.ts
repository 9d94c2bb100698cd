import { limits } from './limits.ts';
import { isBlank } from './read-values.ts';
import type { ImportMapping, PlanIssue, ReadTable, TableRow } from './types.ts';

/** Notes what is wrong with a cell of the row that is read. */
export type Raise = (level: PlanIssue['level'], field: string, code: string, params?: PlanIssue['params']) => void;

/** The cells of one row by field, with what was wrong with them. */
export type RowReader = {
  row: number;
  issues: PlanIssue[];
  raise: Raise;
  /** As it stands; '' where it is empty, says that there is nothing, or cannot be used. */
  cell: (field: string) => string;
  /** On one line, and no longer than `limit`. A text that cannot be used costs its cell only, unless the field is `needed`. */
  text: (field: string, limit: number, options?: { lines?: boolean; needed?: boolean }) => string;
};

/** A line break inside a one-line field is a space. */
const onOneLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');

const privateUse = /[\ue000-\uf8ff\u{f0000}-\u{10fffd}]/gu;
const sayCode = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Parts of an address follow each other without a space, but for what a building is called. */
const joinParts = (columns: string[], texts: string[]): string =>
  texts.reduce((whole, text, at) => {
    if (text === '' || whole.endsWith(text)) return whole;
    return `${whole}${whole !== '' && /方書|建物|ビル|マンション|部屋|階/.test(columns[at] ?? '') ? ' ' : ''}${text}`;
  }, '');

/** Reads rows of a list by a mapping. */
export function readCells(
  table: ReadTable,
  mapping: ImportMapping,
): {
  read: (row: TableRow) => RowReader;
  /** A cell by its field, as it stands in the list. */
  raw: (row: TableRow, field: string) => string;
  /** A cell by the name of its column. */
  at: (row: TableRow, column: string) => string;
  columnOf: (field: string) => string | null;
} {
  const columns = new Map(table.columns.map((name, index) => [name, index]));
  const at = (row: TableRow, column: string): string => row.cells[columns.get(column) ?? -1] ?? '';
  const raw = (row: TableRow, field: string): string => {
    const source = mapping.fields[field];
    if (!source) return '';
    if ('fixed' in source) return source.fixed.trim();
    if ('column' in source) return at(row, source.column);
    return joinParts(
      source.columns,
      source.columns.map((column) => at(row, column)),
    );
  };
  const columnOf = (field: string): string | null => {
    const source = mapping.fields[field];
    if (!source || 'fixed' in source) return null;
    return 'column' in source ? source.column : source.columns.join('＋');
  };
  const read = (row: TableRow): RowReader => {
    const issues: PlanIssue[] = [];
    const raise: Raise = (level, field, code, params = {}) => {
      issues.push({ row: row.row, column: columnOf(field), code, level, params });
    };
    const cell = (field: string): string => {
      const text = raw(row, field);
      return text.length > limits.cellLength || isBlank(text) ? '' : text;
    };
    const text: RowReader['text'] = (field, limit, { lines = false, needed = false } = {}) => {
      // A name may well be 「なし」.
      const whole = (
        needed ? raw(row, field) : raw(row, field).length > limits.cellLength ? raw(row, field) : cell(field)
      ).replace(/[ \u3000]+/g, (spaces) => spaces[0] ?? '');
      const value = lines ? whole : onOneLine(whole);
      const level = needed ? 'error' : 'warning';
      if (value.length > limit) {
        raise(level, field, needed ? 'tooLong' : 'tooLongLeftOut', { limit, length: value.length });
        return needed ? value : '';
      }
      if (value.includes('\ufffd')) {
        raise(level, field, needed ? 'garbled' : 'garbledLeftOut');
        return needed ? value : '';
      }
      return value;
    };
    if (row.broken) issues.push({ row: row.row, column: null, code: 'quoteOpen', level: 'error', params: {} });
    for (const field of Object.keys(mapping.fields)) {
      const letter = raw(row, field).match(privateUse);
      if (letter)
        raise('warning', field, 'privateUse', {
          value: [...new Set(letter)].slice(0, 5).map(sayCode).join('、'),
          text: raw(row, field),
        });
    }
    return { row: row.row, issues, raise, cell, text };
  };
  return { read, raw, at, columnOf };
}
