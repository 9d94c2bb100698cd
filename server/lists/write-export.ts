import type { Language } from '../../rules/types.ts';
import { sayDate } from '../../forms/index.ts';
import { toCsv } from '../kernel/csv.ts';
import { say } from '../kernel/texts/index.ts';
import { sayInstant } from '../settings/say-day.ts';
import type { Column, Value } from './columns.ts';
import { inCp932, toCp932, unwritableIn } from './cp932.ts';
import { MOST_LETTERS, writeWorkbook, zipFiles, type Cell, type Sheet } from './write-workbook.ts';

export const csvType = 'text/csv';
export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const zipType = 'application/zip';

/** As what a list or a record is asked for. `encoding` is a CSV's. */
export type ExportForm = {
  format: 'csv' | 'xlsx';
  encoding: 'utf-8-bom' | 'utf-8' | 'cp932';
  /** `people`: a row for each record, in words. `machine`: a row for each value, with codes, units and a data dictionary. */
  face: 'people' | 'machine';
};

/** What is written: `about` stands on a sheet of its own for people (what it is, when it was made, by whom, of what). */
export type Exported<Row> = {
  title: string;
  columns: readonly Column<Row>[];
  /** Asked when the rows are out. */
  about: () => readonly { label: string; value: string }[];
  /** One record alone is read downwards. */
  single?: boolean;
  pages: AsyncIterable<readonly (Row & { id: string })[]>;
};

export const fileTypeOf = ({ format, face }: ExportForm): string =>
  format === 'xlsx' ? xlsxType : face === 'machine' ? zipType : csvType;

export const fileEndOf = ({ format, face }: ExportForm): string =>
  format === 'xlsx' ? 'xlsx' : face === 'machine' ? 'zip' : 'csv';

/** Names of the machine-readable face's columns: what a program reads, the same in every language. */
export const dataHeader = ['record_id', 'item', 'item_name', 'position', 'code', 'word', 'number', 'unit'] as const;
export const dictionaryHeader = ['of', 'name', 'label', 'type', 'unit', 'code', 'word'] as const;

/** A value in words, as a cell for people. */
function cellOf(language: Language, { type }: Pick<Column<never>, 'type'>, values: readonly Value[]): Cell {
  const [first] = values;
  if (first === undefined) return null;
  if (values.length === 1 && first.number !== undefined) return first.number;
  if (values.length === 1 && type === 'day' && first.code !== undefined) return { day: first.code };
  return values.map((value) => wordOf(language, type, value)).join(language === 'ja' ? '、' : ', ');
}

const wordOf = (language: Language, type: Column<never>['type'], { code, word, number }: Value): string =>
  word ??
  (code === undefined
    ? String(number ?? '')
    : type === 'day'
      ? sayDate(code, language)
      : type === 'instant'
        ? sayInstant(language, code)
        : code);

const headerOf = ({ label, unit }: Column<never>): string => (unit ? `${label}（${unit}）` : label);

async function* peopleLines<Row>(
  language: Language,
  { columns, pages, single }: Exported<Row>,
): AsyncGenerator<Cell[][]> {
  if (!single) yield [columns.map(headerOf)];
  for await (const rows of pages)
    yield rows.flatMap((row) => {
      const cells = columns.map((column) => cellOf(language, column, column.values(row)));
      return single
        ? [
            [say(language, 'records.export.item'), say(language, 'records.export.content')],
            ...columns.flatMap((column, index) =>
              (cells[index] ?? null) === null ? [] : [[headerOf(column), cells[index] ?? null]],
            ),
          ]
        : [cells];
    });
}

/** Codes with their words, by the column in which they stand. */
type Codes = Map<string, Map<string, string>>;

/** What may be chosen; what else stands in the rows, such as a state of a former version of a workflow, is added as they are written. */
const choicesOf = <Row>(columns: readonly Column<Row>[]): Codes =>
  new Map(
    columns
      .filter(({ type }) => type === 'choice' || type === 'yes-no')
      .map(({ key, choices = [] }) => [key, new Map(choices.map(({ value, label }) => [value, label]))]),
  );

async function* machineLines<Row>(
  language: Language,
  { columns, pages }: Exported<Row>,
  codes: Codes,
): AsyncGenerator<Cell[][]> {
  yield [[...dataHeader]];
  const linesOf = (row: Row & { id: string }, column: Column<Row>): Cell[][] => {
    const known = codes.get(column.key);
    return column.values(row).map((value, index) => {
      const word = value.number === undefined ? wordOf(language, column.type, value) : '';
      if (known && value.code !== undefined && !known.has(value.code)) known.set(value.code, word);
      const { code = '', number = null } = value;
      return [row.id, column.key, column.label, index + 1, code, word, number, column.unit ?? ''];
    });
  };
  for await (const rows of pages) yield rows.flatMap((row) => columns.flatMap((column) => linesOf(row, column)));
}

/** What each column of the data, each item and each code means. Of a CSV also what it is for. */
function dictionaryLines<Row>(
  language: Language,
  { columns }: Exported<Row>,
  codes: Codes,
  format: ExportForm['format'],
): Cell[][] {
  const described = dataHeader.map((name): Cell[] => [
    'column',
    name,
    say(language, `records.export.column.${name}`),
    name === 'position' || name === 'number' ? 'number' : 'text',
    '',
    '',
    '',
  ]);
  const items = columns.map((column): Cell[] => [
    'item',
    column.key,
    column.label,
    column.type,
    column.unit ?? '',
    '',
    '',
  ]);
  const listed = columns.flatMap((column) =>
    [...(codes.get(column.key) ?? [])].map(([code, word]): Cell[] => [
      'code',
      column.key,
      column.label,
      column.type,
      '',
      code,
      word,
    ]),
  );
  const file: Cell[] = ['file', 'data.csv', say(language, 'records.export.forPrograms'), 'text', '', '', ''];
  return [[...dictionaryHeader], ...(format === 'csv' ? [file] : []), ...described, ...items, ...listed];
}

const plain = (cell: Cell): string | number => (cell === null ? '' : typeof cell === 'object' ? cell.day : cell);

async function* csvOf(
  lines: AsyncIterable<readonly Cell[][]> | Iterable<readonly Cell[][]>,
  { encoding, face }: ExportForm,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const spell = (cell: string | number) => (encoding === 'cp932' && typeof cell === 'string' ? inCp932(cell) : cell);
  let isBegun = false;
  for await (const some of lines) {
    const text = toCsv(
      some.map((cells) => cells.map((cell) => spell(plain(cell)))),
      isBegun || encoding !== 'utf-8-bom' ? 'more' : 'begin',
      { forPrograms: face === 'machine' },
    );
    isBegun = true;
    yield encoding === 'cp932' ? toCp932(text) : encoder.encode(text);
  }
}

/** The file, made while it is sent: no more than one page of rows is in memory. */
export function writeExport<Row>(
  language: Language,
  exported: Exported<Row>,
  form: ExportForm,
  made: Date,
): AsyncGenerator<Uint8Array> {
  const { format, face } = form;
  const isMachine = face === 'machine';
  const codes = choicesOf(exported.columns);
  const lines = isMachine ? machineLines(language, exported, codes) : peopleLines(language, exported);
  if (format === 'csv' && !isMachine) return csvOf(lines, form);
  // Read after the rows: it tells what stood in them.
  const dictionary = afterwards(() => dictionaryLines(language, exported, codes, format));
  if (format === 'csv')
    return zipFiles(
      [
        { name: 'data.csv', content: csvOf(lines, form) },
        { name: 'dictionary.csv', content: csvOf(dictionary, form) },
      ],
      made,
    );
  const second: Sheet = isMachine
    ? { name: 'dictionary', widths: [10, 30, 30, 10, 8, 24, 30], lines: dictionary }
    : {
        name: say(language, 'records.export.aboutSheet'),
        widths: [24, 70],
        lines: afterwards(() => [
          [say(language, 'records.export.item'), say(language, 'records.export.content')],
          ...exported.about().map(({ label, value }): Cell[] => [label, value]),
        ]),
      };
  const held = fitting(language, lines);
  const first: Sheet = isMachine
    ? { name: 'data', widths: [38, 24, 24, 9, 24, 40, 12, 8], lines: held }
    : exported.single
      ? { name: exported.title, widths: [30, 70], lines: held }
      : { name: exported.title, widths: exported.columns.map(widthOf), filters: true, lines: held };
  return writeWorkbook([first, second], made);
}

function* afterwards(make: () => Cell[][]): Generator<Cell[][]> {
  yield make();
}

/** Texts longer than a cell of Excel say where they end that they go on. */
async function* fitting(language: Language, lines: AsyncIterable<Cell[][]>): AsyncGenerator<Cell[][]> {
  const end = say(language, 'records.export.cut');
  const fit = (cell: Cell): Cell =>
    typeof cell === 'string' && cell.length > MOST_LETTERS
      ? cell.slice(0, MOST_LETTERS - end.length).replace(/[\ud800-\udbff]$/, '') + end
      : cell;
  for await (const some of lines) yield some.map((cells) => cells.map(fit));
}

const widthOf = ({ type, label }: Column<never>): number =>
  Math.max(type === 'text' ? 28 : type === 'number' ? 10 : 16, label.length * 2 + 4);

/** The letters of a record's values that CP932 has not. */
export function unwritable<Row>(language: Language, columns: readonly Column<Row>[], row: Row): string[] {
  return unwritableIn(
    columns.flatMap((column) => column.values(row).map((value) => wordOf(language, column.type, value))).join(''),
  );
}
