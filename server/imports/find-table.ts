import { cut, letter } from './limits.ts';
import { TableError, type ReadTable, type TableRow } from './types.ts';

/** Rows with something in them that are looked through for the header. */
const depth = 50;
/** What a preview shows of the lines above the table. */
const mostPreamble = 50;
const longestLine = 500;
const longestName = 200;

const filled = (record: string[]): string[] => record.filter((cell) => cell !== '');
const distinct = (record: string[]): number => new Set(filled(record)).size;
const isRemark = (record: string[]): boolean => (record[0] ?? '').startsWith('#');

/** Telephone numbers, addresses of pages, coordinates and mostly numbers: a row of data, not of names. */
function looksLikeData(record: string[]): boolean {
  const cells = filled(record).map((cell) => cell.normalize('NFKC'));
  if (cells.some((cell) => /^0\d{1,4}-\d{1,4}-\d{3,4}$|^https?:|^\d{2}\.\d{3,}/.test(cell))) return true;
  return cells.filter((cell) => /^[\d.,/:-]+$/.test(cell)).length * 2 > cells.length;
}

/**
 * The header is the first row that is about as wide as the table and does not look like data. Files of the 高松市 kind
 * begin with lines of remarks (`#lang`, `#license`) of which the widest (`#property`) is the header.
 */
function findHeader(rows: TableRow[]): number {
  const top = rows.slice(0, depth).map(({ cells }) => cells);
  const enough = Math.max(2, 0.6 * Math.max(...top.map((record) => filled(record).length)));
  const remarks: number[] = [];
  for (let at = 0; at < top.length && isRemark(top[at] ?? []); at += 1) remarks.push(at);
  const widest = remarks.reduce(
    (best, at) => (distinct(top[at] ?? []) > distinct(top[best] ?? []) ? at : best),
    remarks[0] ?? -1,
  );
  if (widest >= 0 && distinct(top[widest] ?? []) >= enough) return widest;
  return top.findIndex(
    (record, at) => !remarks.includes(at) && filled(record).length >= enough && !looksLikeData(record),
  );
}

function nameColumns(header: string[]): string[] {
  const names = new Set<string>();
  for (const [index, cell] of header.entries()) {
    const wanted = cut(cell.replace(/\s+/g, ' '), longestName) || `(${letter(index)})`;
    let name = wanted;
    for (let n = 2; names.has(name); n += 1) name = `${wanted} (${n})`;
    names.add(name);
  }
  return [...names];
}

/**
 * Finds header, remarks and data among the rows of a file that hold something. A header repeated further down, and columns
 * with neither name nor data are left out; row numbers stay those of the file.
 */
export function findTable(
  all: TableRow[],
  fileName: string,
): Pick<ReadTable, 'headerRow' | 'preamble' | 'columns' | 'rows'> {
  const at = findHeader(all);
  const top = all[at];
  if (!top) throw new TableError('noHeader', { fileName });
  const header = top.cells;
  const below = all.slice(at + 1);
  const remarks = isRemark(header) ? below.filter(({ cells }) => isRemark(cells)) : [];
  const repeated = header.join('\n');
  const data = below.filter(({ cells }) => !(isRemark(header) && isRemark(cells)) && cells.join('\n') !== repeated);
  if (data.length === 0) throw new TableError('noRows', { fileName, row: top.row });

  const width = data.reduce((widest, { cells }) => Math.max(widest, cells.length), header.length);
  const names = nameColumns(Array.from({ length: width }, (_, index) => header[index] ?? ''));
  const used = names
    .map((_, index) => index)
    .filter((index) => header[index] || data.some(({ cells }) => cells[index]));
  return {
    headerRow: top.row,
    preamble: [...all.slice(0, at), ...remarks]
      .slice(0, mostPreamble)
      .map(({ cells }) => cut(filled(cells).join(' '), longestLine)),
    columns: used.map((index) => names[index] ?? ''),
    rows: data.map(({ row, cells }) => ({ row, cells: used.map((index) => cells[index] ?? '') })),
  };
}
