/** One value of a record as a file has it: a code with its words, a number of the column's unit, or words alone. */
export type Value = { code?: string; word?: string; number?: number };

/** `reference`: another record, whose id is the code and whose name stands beside it; they are in no list of choices. */
export type ColumnType = 'text' | 'number' | 'day' | 'instant' | 'choice' | 'yes-no' | 'reference';

/** A column of a list or record as it is written out. */
export type Column<Row> = {
  /** The same for good and in every language: what programs go by. */
  key: string;
  /** In the asker's language. */
  label: string;
  type: ColumnType;
  unit?: string | null;
  /** What may stand in it, where that is a list. */
  choices?: readonly { value: string; label: string }[];
  /** What the asker is told of the record: nothing, one value or several. */
  values: (row: Row) => readonly Value[];
};

export const words = (text: string | null | undefined): Value[] =>
  text === null || text === undefined || text.trim() === '' ? [] : [{ word: text.trim() }];

export const count = (number: number | null | undefined): Value[] =>
  number === null || number === undefined ? [] : [{ number }];

export const chosen = (code: string, word: string): Value[] => [{ code, word }];

/** A day `2026-11-23`, an instant in UTC. */
export const at = (code: string | null | undefined): Value[] => (code ? [{ code }] : []);
