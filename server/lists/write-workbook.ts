import { Zip, ZipDeflate } from 'fflate';

/** A day `2026-11-23` becomes a date that can be sorted and counted; a text is never worked out, whatever it begins with. */
export type Cell = string | number | { day: string } | null;

/** `lines`: some rows at a time; the first of all is the header. `filters`: the header has Excel's buttons to filter by. */
export type Sheet = {
  name: string;
  widths: readonly number[];
  filters?: boolean;
  /** Kept from view: it holds what other sheets refer to. */
  hidden?: boolean;
  /** What Excel offers or says in a column below its header, by the column's index. */
  columns?: ReadonlyMap<number, ColumnHelp>;
  lines: AsyncIterable<readonly Cell[][]> | Iterable<readonly Cell[][]>;
};

/**
 * `list`: where what may be chosen stands: `'選択肢'!$A$2:$A$9`. `isOnly`: nothing else may be written. `title`, `text`: what is shown beside the
 * cell that is written in.
 */
export type ColumnHelp = { list?: string; isOnly?: boolean; title: string; text: string };

/** Excel's own limits. */
const MOST_ROWS = 1_048_576;
export const MOST_LETTERS = 32_767;

const office = 'http://schemas.openxmlformats.org';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Nearly all texts are written as they are. */
// oxlint-disable-next-line no-control-regex
const isSpecial = /[&<>"\u0000-\u001f\ufffe\uffff]|_x/i;

/** What XML cannot hold goes; `_x0041_` would be read as an escaped letter. */
const escape = (text: string): string =>
  text.length <= MOST_LETTERS && !isSpecial.test(text) ? text : escapeSpecial(text);

const escapeSpecial = (text: string): string =>
  text
    .slice(0, MOST_LETTERS)
    .replace(/[\ud800-\udbff]$/, '')
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/_(?=x[\da-f]{4}_)/gi, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '_x000D_');

/** The letters of a column, from 0. */
export function letterOf(column: number): string {
  const before = Math.floor(column / 26);
  return (before > 0 ? letterOf(before - 1) : '') + String.fromCharCode(65 + (column % 26));
}

/** Excel's days begin with 1900, of which it counts a 29 February that there was not: what is before stands as a text. */
const FIRST_DAY = '1900-03-01';

/** Days since Excel's beginning. */
const serialOf = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000) + 25_569;

function cellXml(cell: Cell, column: number, row: number): string {
  const place = `r="${letterOf(column)}${row}"`;
  if (cell === null || cell === '') return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? `<c ${place}><v>${cell}</v></c>` : '';
  if (typeof cell === 'object' && cell.day < FIRST_DAY) return cellXml(cell.day, column, row);
  if (typeof cell === 'object') return `<c ${place} s="2"><v>${serialOf(cell.day)}</v></c>`;
  return `<c ${place} t="inlineStr"${row === 1 ? ' s="1"' : ''}><is><t xml:space="preserve">${escape(cell)}</t></is></c>`;
}

const rowXml = (cells: readonly Cell[], row: number): string =>
  `<row r="${row}">${cells.map((cell, column) => cellXml(cell, column, row)).join('')}</row>`;

const sheetHead = (widths: readonly number[]): string =>
  `${head}<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths
    .map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
    .join('')}</cols><sheetData>`;

const sheetTail = (filtered: string | null, columns: ReadonlyMap<number, ColumnHelp>): string =>
  `</sheetData>${filtered === null ? '' : `<autoFilter ref="${filtered}"/>`}${helpXml(columns)}</worksheet>`;

/** Excel's limits of what is said beside a cell. */
const mostSaid = { title: 32, text: 255 };

function helpXml(columns: ReadonlyMap<number, ColumnHelp>): string {
  if (columns.size === 0) return '';
  const each = [...columns].map(([column, { list, isOnly = false, title, text }]) => {
    const place = `${letterOf(column)}2:${letterOf(column)}${MOST_ROWS}`;
    const said = `showInputMessage="1" promptTitle="${attribute(title, mostSaid.title)}" prompt="${attribute(text, mostSaid.text)}"`;
    return list === undefined
      ? `<dataValidation allowBlank="1" ${said} sqref="${place}"/>`
      : `<dataValidation type="list" allowBlank="1" ${isOnly ? 'showErrorMessage="1" ' : ''}${said} sqref="${place}"><formula1>${escape(list)}</formula1></dataValidation>`;
  });
  return `<dataValidations count="${columns.size}">${each.join('')}</dataValidations>`;
}

const attribute = (text: string, most: number): string =>
  escape(text.slice(0, most).replace(/[\ud800-\udbff]$/, '')).replaceAll('\n', '&#10;');

const styles = `${head}<styleSheet xmlns="${office}/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="游ゴシック"/></font><font><b/><sz val="11"/><name val="游ゴシック"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`;

/** Sheets' names as Excel takes them. */
const sheetName = (name: string): string => name.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 28);

/** The parts beside the sheets, which say what sheets there are. */
function frame(names: readonly string[], hidden: ReadonlySet<string>): [name: string, text: string][] {
  const each = (make: (number: number, name: string) => string): string =>
    names.map((name, index) => make(index + 1, name)).join('');
  const types = `${office}/package/2006/content-types`;
  const relations = `${office}/package/2006/relationships`;
  const documents = `${office}/officeDocument/2006/relationships`;
  const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return [
    ['xl/styles.xml', styles],
    [
      'xl/workbook.xml',
      `${head}<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${documents}"><sheets>${each((number, name) => `<sheet name="${escape(name)}" sheetId="${number}"${hidden.has(name) ? ' state="hidden"' : ''} r:id="rId${number}"/>`)}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${head}<Relationships xmlns="${relations}">${each((number) => `<Relationship Id="rId${number}" Type="${documents}/worksheet" Target="worksheets/sheet${number}.xml"/>`)}<Relationship Id="rId${names.length + 1}" Type="${documents}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      '_rels/.rels',
      `${head}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${documents}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      '[Content_Types].xml',
      `${head}<Types xmlns="${types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/>${each((number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${sheetType}.worksheet+xml"/>`)}<Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/></Types>`,
    ],
  ];
}

export type ZippedFile = { name: string; content: AsyncIterable<Uint8Array> | Iterable<Uint8Array> };

/** Files as a ZIP, one after the other, each read as the ZIP is taken away: no more of it is in memory than one piece. */
export async function* zipFiles(
  files: AsyncIterable<ZippedFile> | Iterable<ZippedFile>,
  made: Date,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    if (piece.length > 0) ready.push(piece);
  });
  for await (const { name, content } of files) {
    const file = new ZipDeflate(name, { level: 3 });
    file.mtime = made;
    zip.add(file);
    for await (const piece of content) {
      file.push(piece);
      yield* ready.splice(0);
    }
    file.push(new Uint8Array(), true);
    yield* ready.splice(0);
  }
  zip.end();
  yield* ready.splice(0);
}

/**
 * An .xlsx made while it is sent. `write-excel-file` holds all cells in memory before it writes the first; here one page of rows is held. A list longer
 * than a sheet goes on in another, with its header.
 */
export async function* writeWorkbook(
  sheets: readonly Sheet[],
  made: Date,
  mostRows = MOST_ROWS,
): AsyncGenerator<Uint8Array> {
  const names: string[] = [];
  const hidden = new Set<string>();
  const encoder = new TextEncoder();
  const parts = async function* (): AsyncGenerator<ZippedFile> {
    for (const sheet of sheets) {
      const lines = iterate(sheet.lines);
      let rest: (readonly Cell[])[] = [];
      let header: readonly Cell[] | null = null;
      let isOver = false;
      for (let part = 1; !isOver; part += 1) {
        names.push(part === 1 ? sheetName(sheet.name) : `${sheetName(sheet.name)} ${part}`);
        if (sheet.hidden) hidden.add(names.at(-1) ?? '');
        const content = async function* (): AsyncGenerator<Uint8Array> {
          let row = 0;
          const write = (cells: readonly Cell[]): string => rowXml(cells, (row += 1));
          yield encoder.encode(sheetHead(sheet.widths) + (header ? write(header) : ''));
          for (;;) {
            while (rest.length === 0 && !isOver) {
              const next = await lines.next();
              if (next.done) isOver = true;
              else rest = [...next.value];
              header ??= rest[0] ?? null;
            }
            if (isOver || row >= mostRows) break;
            yield encoder.encode(
              rest
                .splice(0, mostRows - row)
                .map(write)
                .join(''),
            );
          }
          const last = letterOf(Math.max(0, (header?.length ?? 1) - 1));
          yield encoder.encode(
            sheetTail(sheet.filters && row > 1 ? `A1:${last}${row}` : null, sheet.columns ?? new Map()),
          );
        };
        yield { name: `xl/worksheets/sheet${names.length}.xml`, content: content() };
      }
    }
    for (const [name, text] of frame(names, hidden)) yield { name, content: [encoder.encode(text)] };
  };
  yield* zipFiles(parts(), made);
}

const iterate = async function* <T>(some: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  yield* some;
};
