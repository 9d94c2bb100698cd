import writeWorkbook from 'write-excel-file/node';
import { toTable } from '../../../forms/sheet/book.ts';
import { writeSheets } from '../../../forms/sheet/write-sheet.ts';
import type { Form } from '../../../forms/types.ts';

const narrow = new Set(['type', 'required', 'min', 'max', 'personal', 'kind', 'offered', 'appearance', 'effect']);

/** A form as an Excel workbook. Every cell is text, so that none is worked out. */
export function writeFormWorkbook(form: Form): Promise<Uint8Array> {
  const book = Object.entries(writeSheets(form));
  return writeWorkbook(
    book.map(([sheet, content]) => ({
      sheet,
      data: toTable(content).map((cells, line) =>
        cells.map((value) =>
          value === '' ? null : { value, type: String, ...(line === 0 ? { fontWeight: 'bold' as const } : {}) },
        ),
      ),
      columns: content.columns.map((column) => ({ width: narrow.has(column) ? 14 : 26 })),
      stickyRowsCount: 1,
    })),
  ).toBuffer();
}
