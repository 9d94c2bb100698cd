import type { Furigana } from '../furigana.ts';

/** How much room an answer takes when it is written by hand, and in what. */
export type PaperSpace =
  | { as: 'choices'; choices: string[]; several: boolean }
  | { as: 'number'; unit?: string }
  | { as: 'box'; lines: number }
  | { as: 'line' | 'date' | 'dateTime' | 'time' | 'period' };

/** What stands on a form's sheet, one below the other. `number`: 「3」, 「3-1」 of a field in a group, empty of what is calculated. `when`: who is to answer it, where not everybody is. */
export type PaperLine =
  | { is: 'page' | 'heading' | 'explanation'; title: string; text?: string; when?: string }
  | { is: 'signature'; title: string; text?: string; when?: string }
  | { is: 'group'; number: string; title: string; text?: string; when?: string }
  | {
      is: 'question';
      number: string;
      title: string;
      text?: string;
      when?: string;
      required: boolean;
      space: PaperSpace;
      /** In words; none on a blank sheet. */
      value?: string;
    }
  | {
      is: 'table';
      number: string;
      title: string;
      text?: string;
      when?: string;
      required: boolean;
      columns: { title: string; hint?: string; when?: string }[];
      /** Answers by entry and column; on a blank sheet empty ones to be filled in. */
      rows: string[][];
    };

/** A form as it stands on paper. `number` 「様式第3号」 and `office` 「福祉部長寿社会課」 as its texts have them. */
export type Paper = {
  name: string;
  description?: string;
  number?: string;
  office?: string;
  /** Texts of the form that have furigana, as they were typed, by how they stand here. */
  furigana?: Furigana;
  lines: PaperLine[];
};
