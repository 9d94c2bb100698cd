/** What one file may hold. Beyond it a list is refused in words; the numbers stand in the texts. */
export const limits = {
  bytes: 20 * 1024 * 1024,
  /** Unpacked, counted while it is unpacked: what an archive says of its own size is not believed. */
  unpackedBytes: 200 * 1024 * 1024,
  /** The last row and column that may hold a value. */
  sheetRows: 200_000,
  columns: 500,
  /** Places in the rows that are kept, empty ones before a row's last value among them. */
  cells: 2_500_000,
  /** Rows below the header. */
  rows: 50_000,
  /** Characters in a cell that is used; the longest field takes so many. */
  cellLength: 10_000,
  /** Elements within elements in a workbook's XML; Excel's go to about ten. */
  depth: 100,
  /** Entries in a workbook's archive; Excel writes some dozens. */
  entries: 10_000,
};

/** A, B … Z, AA: what a spreadsheet calls the column, counted from 0. */
export const letter = (index: number): string =>
  (index < 26 ? '' : letter(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

/** A text for a message or a preview: no longer than this, with … where it was cut. */
export const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
