import writeWorkbook from 'write-excel-file/node';
import { listBacktestRows, type ResultFilter } from '../decisions/back-tests-store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { toCsv } from '../kernel/csv.ts';
import { refused } from '../kernel/errors.ts';
import type { Look } from '../kernel/looks.ts';
import { say } from '../kernel/texts/index.ts';
import { findJob, presentRows, type RuleRow } from './back-tests.ts';

export type ExportedFile = { name: string; type: string; content: string };
type Asked = ResultFilter & { as: 'csv' | 'xlsx' };

const PAGE = 1000;
/** A workbook is made whole in memory, and beyond this nobody reads it row by row. */
const MOST_IN_WORKBOOK = 50_000;
const columns = ['decidedOn', 'record', 'subject', 'area', 'kind', 'before', 'after', 'note'] as const;
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What a job found, filtered as its table is, as a file: CSV in UTF-8 with a BOM, or an Excel workbook. Throws not-found, and `exportTooLong` for a workbook of too many rows. */
export async function exportRows(
  ctx: MunicipalContext,
  key: string,
  id: string,
  { as, ...filter }: Asked,
): Promise<{ file: ExportedFile; looks: Look[] }> {
  const job = await findJob(ctx, key, id);
  const lines = [columns.map((column) => say(ctx.language, `rules.column.${column}`))];
  const residents = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await listBacktestRows(ctx.db, id, filter, { limit: PAGE, cursor });
    if (as === 'xlsx' && page.total > MOST_IN_WORKBOOK)
      throw refused('exportTooLong', { count: page.total, most: MOST_IN_WORKBOOK });
    for (const row of await presentRows(ctx, job, page.items)) {
      lines.push(cellsOf(ctx, row));
      if (row.record.kind === 'need' || row.record.kind === 'referral') residents.add(row.record.id);
    }
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  const content = as === 'xlsx' ? await toWorkbook(lines, say(ctx.language, 'rules.sheet')) : Buffer.from(toCsv(lines));
  return {
    file: {
      name: `${job.kind}-${key}-${ctx.today}.${as}`,
      type: as === 'xlsx' ? xlsx : 'text/csv; charset=utf-8',
      content: content.toString('base64'),
    },
    looks: [
      {
        action: 'rules.export',
        record: { kind: 'backtest', id, title: key },
        details: { rows: lines.length - 1 },
        shows: [...residents],
      },
    ],
  };
}

const cellsOf = (ctx: MunicipalContext, row: RuleRow): string[] => [
  row.decidedOn,
  row.record.title,
  row.subject ?? '',
  row.area?.name ?? '',
  say(ctx.language, `rules.row.${row.kind}`),
  row.beforeText,
  row.kind === 'changed' ? row.afterText : '',
  row.note ?? '',
];

/** Cells of text are never worked out. Days are days, so that they can be sorted and counted. */
const toWorkbook = (lines: string[][], sheet: string): Promise<Buffer> =>
  writeWorkbook(
    lines.map((cells, line) =>
      cells.map((cell, column) =>
        line === 0
          ? { value: cell, fontWeight: 'bold' as const }
          : column === 0
            ? { value: new Date(`${cell}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' }
            : { value: cell, type: String },
      ),
    ),
    { sheet, columns: [12, 44, 24, 16, 14, 24, 24, 40].map((width) => ({ width })), stickyRowsCount: 1 },
  ).toBuffer();
