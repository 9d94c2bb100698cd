import { cut, letter } from './limits.ts';
import { TableError, type AsideKind, type ReadTable, type TableRow } from './types.ts';

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
  const top = rows.slice(0, depth).map(({ cells, broken }) => (broken ? [] : cells));
  const widestRow = Math.max(...top.map((record) => filled(record).length));
  const enough = Math.min(widestRow, Math.max(2, 0.6 * widestRow));
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

/**
 * A header of two rows: the second says what is below a heading that spans several columns, and is empty (or, merged, says the
 * same) below the others. The rows join to one, 連絡先/電話番号; null where the row below is no header.
 */
function joinHeaders(header: string[], below: TableRow | undefined): string[] | null {
  if (!below || below.broken) return null;
  const width = Math.max(header.length, below.cells.length);
  const top = Array.from({ length: width }, (_, at) => header[at] ?? '');
  const own = top.map((cell, at) => (below.cells[at] === cell ? '' : (below.cells[at] ?? '')));
  const said = filled(own);
  const first = top.findIndex((cell) => cell !== '');
  if (said.length === 0 || own[first] !== '' || looksLikeData(said)) return null;
  if (said.some((cell) => cell.length > 20 || /\d/.test(cell.normalize('NFKC')))) return null;
  // It must name something that the first row leaves open.
  if (!own.some((cell, at) => cell !== '' && top[at] === '')) return null;
  let spanning = '';
  return top.map((cell, at) => {
    if (cell !== '') spanning = cell;
    const sub = own[at] ?? '';
    return sub === '' ? cell : spanning === '' ? sub : `${spanning}/${sub}`;
  });
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

const headingMarks = /^[【〔［[〈《≪<＜■□●○◎◆◇▼▽▲△★☆▶・]/;
const headingEnds = /(地区|圏域|区域|地域|エリア|ブロック|方面|の部|編)[】）)]?$/;

/** A row that is no entry of the list: a heading over a group, a sum, a remark at its foot. */
function kindOfAside(
  { cells }: TableRow,
  next: TableRow | undefined,
  typical: number,
  markedOnly: boolean,
): AsideKind | null {
  const said = filled(cells).map((cell) => cell.normalize('NFKC').replace(/\s+/g, ''));
  const [first = '', second = ''] = said;
  const texts = new Set(said).size;
  if (texts <= 2 && /^(※|\*|[(]?注(意|記)?\d*[):.]|(備考|出典|資料|出所|凡例)[:])/.test(first)) return 'note';
  if (
    [first, second].some((text) =>
      /^((合|小|総|累)?計|総数|total)[:]?[\d,.]*(件|人|名|か所|カ所|箇所|ヶ所|団体|施設)?$/i.test(text),
    )
  )
    return 'total';
  if (texts !== 1 || typical < 2) return null;
  // A name alone may be an entry of which no more is known; what stands above full rows of a wide table is a heading.
  if (headingMarks.test(first)) return 'heading';
  if (markedOnly || next === undefined || filled(next.cells).length < 2) return null;
  const heads = typical >= 3 && !/^\d+$/.test(first) && filled(next.cells).length >= typical;
  return headingEnds.test(first) || heads ? 'heading' : null;
}

/**
 * Finds header, remarks and data among the rows of a file that hold something. A header repeated further down, and columns
 * with neither name nor data are left out; rows that are no entries (headings of groups, sums, remarks) are put aside; row
 * numbers stay those of the file. `markedOnly`: a name alone is no heading (in a list of areas).
 */
export function findTable(
  all: TableRow[],
  fileName: string,
  markedOnly = false,
): Pick<ReadTable, 'headerRow' | 'preamble' | 'columns' | 'rows' | 'aside'> {
  const at = findHeader(all);
  const top = all[at];
  if (!top) throw new TableError('noHeader', { fileName });
  const joined = joinHeaders(top.cells, all[at + 1]);
  const header = joined ?? top.cells;
  const below = all.slice(joined ? at + 2 : at + 1);
  const remarks = isRemark(header) ? below.filter(({ cells }) => isRemark(cells)) : [];
  const repeated = new Set([top.cells.join('\n'), ...(joined ? [(all[at + 1]?.cells ?? []).join('\n')] : [])]);
  const entries = below.filter(
    ({ cells }) => !(isRemark(header) && isRemark(cells)) && !repeated.has(cells.join('\n')),
  );
  const widths = entries.map(({ cells }) => filled(cells).length).sort((a, b) => a - b);
  const typical = widths[Math.floor(widths.length * 0.75)] ?? 0;
  const sorted = entries.map((entry, index) => ({
    entry,
    kind: entry.broken ? null : kindOfAside(entry, entries[index + 1], typical, markedOnly),
  }));
  const data = sorted.flatMap(({ entry, kind }) => (kind === null ? [entry] : []));
  if (data.length === 0) throw new TableError('noRows', { fileName, row: top.row });

  const width = data.reduce((widest, { cells }) => Math.max(widest, cells.length), header.length);
  const names = nameColumns(Array.from({ length: width }, (_, index) => header[index] ?? ''));
  const used = names
    .map((_, index) => index)
    .filter((index) => header[index] || data.some(({ cells }) => cells[index]));
  const take = ({ cells, ...row }: TableRow): TableRow => ({ ...row, cells: used.map((index) => cells[index] ?? '') });
  return {
    headerRow: top.row,
    preamble: [...all.slice(0, at), ...remarks]
      .slice(0, mostPreamble)
      .map(({ cells }) => cut(filled(cells).join(' '), longestLine)),
    columns: used.map((index) => names[index] ?? ''),
    rows: data.map(take),
    aside: sorted.flatMap(({ entry, kind }) => (kind === null ? [] : [{ ...take(entry), kind }])),
  };
}
