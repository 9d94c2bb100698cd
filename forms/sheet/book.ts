import { isObject } from '../walk.ts';

/** The sheets of a form's workbook. `survey`, `choices` and `settings` are XLSForm's; `rules` and `texts` are ours. */
export const sheetNames = ['survey', 'choices', 'settings', 'rules', 'texts'] as const;
export type SheetName = (typeof sheetNames)[number];

/** Cells by the name of their column, empty ones left out. `number`: the row in Excel, counted from 1. */
export type Row = { number: number; cells: Record<string, string> };
/** A sheet that is there, with the columns that it has. */
export type Sheet = { columns: string[]; rows: Row[] };
export type Book = Partial<Record<SheetName, Sheet>>;

/** A sheet as it stands: rows with their number, cells in order. */
export type Table = { row: number; cells: readonly string[] }[];

/** What stands in a cell that would be longer than a workbook's cell can be: what it had is kept when it is put back. */
export const keptMark = '#';
const LONGEST_CELL = 32_000;
const LONGEST_HEADER = 200;

const languages = { en: 'English (en)', easy: 'やさしい日本語 (ja-easy)' };

/** The texts of a row: what stands for a text in Japanese, English and plain Japanese. */
export const inLanguages = (column: string): string[] => [column, `${column}::en`, `${column}::easy`];

/** What a column is called in Excel. */
export const headerOf = (column: string): string => {
  const [name = '', language] = column.split('::');
  return language === 'en' || language === 'easy' ? `${name}::${languages[language]}` : column;
};

/** What a header of Excel means: `label::English (en)` is `label::en`, `label::日本語 (ja)` is `label::ja`. */
export function columnOf(header: string): string {
  // No header is so long; whoever hands one over does not make the server search through it.
  const said = header.slice(0, LONGEST_HEADER).normalize('NFKC').trim();
  const colon = said.indexOf(':');
  if (colon < 0) return said.toLowerCase();
  const name = said.slice(0, colon).trimEnd();
  const language = said.slice(said[colon + 1] === ':' ? colon + 2 : colon + 1).trimStart();
  if (language === '') return name.toLowerCase();
  const lower = language.toLowerCase();
  const known =
    lower.includes('やさしい') || lower.includes('easy')
      ? 'easy'
      : /\(en\b|^en$|english|英語/.test(lower)
        ? 'en'
        : /\(ja\b|^ja$|japanese|日本語/.test(lower)
          ? 'ja'
          : language;
  return `${name.toLowerCase()}::${known}`;
}

/** The table that Excel shows: headers first. */
export const toTable = ({ columns, rows }: Sheet): string[][] => [
  columns.map(headerOf),
  ...rows.map(({ cells }) =>
    columns.map((column) => {
      const cell = cells[column] ?? '';
      return cell.length > LONGEST_CELL ? keptMark : cell;
    }),
  ),
];

/** The first row that holds something names the columns. */
export function readTable(table: Table): Sheet {
  const [head, ...rows] = table.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const columns = (head?.cells ?? []).map(columnOf);
  return {
    columns: columns.filter((column) => column !== ''),
    rows: rows.map(({ row, cells }) => ({
      number: row,
      cells: Object.fromEntries(
        columns.flatMap((column, index) => {
          const cell = (cells[index] ?? '').replaceAll('\r\n', '\n');
          return column === '' || cell.trim() === '' ? [] : [[column, cell] as const];
        }),
      ),
    })),
  };
}

/** What a workbook's sheets are: by their names, whatever their letters' size. */
export function readBook(tables: { name: string; rows: Table }[]): Book {
  const book: Book = {};
  for (const { name, rows } of tables) {
    const known = sheetNames.find((sheet) => sheet === name.trim().toLowerCase());
    if (known) book[known] ??= readTable(rows);
  }
  return book;
}

/** Whether Excel could have made one of the other: blanks at the ends and ways to end a line are not kept. */
export const isSameCell = (cell = '', other = ''): boolean => tidy(cell) === tidy(other);
const tidy = (cell: string): string => cell.replaceAll('\r\n', '\n').trim();

/** What a value becomes where `patch` is laid over it (RFC 7396), or is in its place (`{"$all": value}`). */
export function applyPatch(value: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  if ('$all' in patch) return patch['$all'];
  const result: Record<string, unknown> = isObject(value) ? { ...value } : {};
  for (const [key, inner] of Object.entries(patch))
    if (inner === null) delete result[key];
    else result[key] = applyPatch(result[key], inner);
  return result;
}

/** The patch that makes `after` of `before`; undefined where they are the same. */
export function makePatch(before: unknown, after: unknown): unknown {
  if (isSame(before, after)) return undefined;
  if (!isObject(before) || !isObject(after) || hasNull(after)) return isObject(after) ? { $all: after } : after;
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) patch[key] = null;
  for (const [key, value] of Object.entries(after)) {
    const inner = makePatch(before[key], value);
    if (inner !== undefined) patch[key] = inner;
  }
  return patch;
}

/** A patch cannot say that a key is null. */
const hasNull = (value: Record<string, unknown>): boolean =>
  Object.values(value).some((inner) => inner === null || (isObject(inner) && hasNull(inner)));

/** Whether two values of JSON are the same, whatever the order of their keys. */
export function isSame(value: unknown, other: unknown): boolean {
  if (Array.isArray(value) && Array.isArray(other))
    return value.length === other.length && value.every((entry, index) => isSame(entry, other[index]));
  if (isObject(value) && isObject(other)) {
    const keys = Object.keys(value);
    return (
      keys.length === Object.keys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && isSame(value[key], other[key]))
    );
  }
  return value === other;
}
