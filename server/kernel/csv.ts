import { stringify } from 'csv-stringify/sync';

/**
 * Lines of a CSV file as Excel opens it without asking: UTF-8 with a BOM (where the file begins), all cells quoted. A cell that begins
 * like a formula would be worked out: a quote before it keeps it a text (as OWASP's "CSV injection" has it). Numbers stay numbers.
 * `forPrograms`: what only programs read keeps its texts as they are.
 */
export const toCsv = (
  lines: (string | number)[][],
  part: 'begin' | 'more' = 'begin',
  { forPrograms = false } = {},
): string =>
  stringify(lines, {
    bom: part === 'begin',
    quoted: true,
    quoted_empty: true,
    record_delimiter: 'windows',
    escape_formulas: !forPrograms,
  });
