import { TableError, type ReadTable } from './types.ts';

/** Rows looked through for the header. */
const depth = 50;

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
function findHeader(records: string[][]): number {
  const top = records.slice(0, depth);
  const enough = Math.max(2, 0.6 * Math.max(...top.map((record) => filled(record).length)));
  const first = top.findIndex((record) => filled(record).length > 0);
  const remarks: number[] = [];
  for (let at = first; at < top.length && isRemark(top[at] ?? []); at += 1) remarks.push(at);
  const widest = remarks.reduce((best, at) => (distinct(top[at] ?? []) > distinct(top[best] ?? []) ? at : best), remarks[0] ?? -1);
  if (widest >= 0 && distinct(top[widest] ?? []) >= enough) return widest;
  return top.findIndex((record, at) => !remarks.includes(at) && filled(record).length >= enough && !looksLikeData(record));
}

/** A, B … Z, AA: what a spreadsheet calls the column. */
const letter = (index: number): string => (index < 26 ? '' : letter(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

function nameColumns(header: string[]): string[] {
  const names: string[] = [];
  for (const [index, cell] of header.entries()) {
    const wanted = cell.replace(/\s+/g, ' ') || `(${letter(index)})`;
    let name = wanted;
    for (let n = 2; names.includes(name); n += 1) name = `${wanted} (${n})`;
    names.push(name);
  }
  return names;
}

/**
 * Finds header, remarks and data in the records of a file. Empty rows, a header repeated further down, and columns with
 * neither name nor data are left out; row numbers stay those of the file.
 */
export function findTable(records: string[][], fileName: string): Pick<ReadTable, 'headerRow' | 'preamble' | 'columns' | 'rows'> {
  const at = findHeader(records);
  const header = records[at];
  if (!header) throw new TableError('noHeader', { fileName });
  const below = records.map((cells, index) => ({ row: index + 1, cells })).slice(at + 1);
  const remarks = isRemark(header) ? below.filter(({ cells }) => isRemark(cells)) : [];
  const repeated = header.join('\n');
  const data = below.filter(({ cells }) => filled(cells).length > 0 && !(isRemark(header) && isRemark(cells)) && cells.join('\n') !== repeated);
  if (data.length === 0) throw new TableError('noRows', { fileName, row: at + 1 });

  const width = data.reduce((widest, { cells }) => Math.max(widest, cells.length), header.length);
  const names = nameColumns(Array.from({ length: width }, (_, index) => header[index] ?? ''));
  const used = names.map((_, index) => index).filter((index) => header[index] || data.some(({ cells }) => cells[index]));
  return {
    headerRow: at + 1,
    preamble: [...records.slice(0, at), ...remarks.map(({ cells }) => cells)].filter((record) => filled(record).length > 0).map((record) => filled(record).join(' ')),
    columns: used.map((index) => names[index] ?? ''),
    rows: data.map(({ row, cells }) => ({ row, cells: used.map((index) => cells[index] ?? '') })),
  };
}
