import writeWorkbook from 'write-excel-file/node';
import { listBacktestRows, type ResultFilter } from '../decisions/back-tests-store.ts';
import { readDecisionCases } from '../decisions/cases-store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { toCsv } from '../kernel/csv.ts';
import { refused } from '../kernel/errors.ts';
import type { Look } from '../kernel/looks.ts';
import { say } from '../kernel/texts/index.ts';
import { findJob, presentRows, type RuleRow } from './back-tests.ts';

/** Runs `work` in a transaction of its own that only reads. */
type InShort = <T>(work: (ctx: MunicipalContext) => Promise<T>) => Promise<T>;
export type ExportedFile = { name: string; type: string; content: AsyncIterable<string | Uint8Array> };
type Asked = ResultFilter & { as: 'csv' | 'xlsx' };

const PAGE = 1000;
/** A workbook is made whole in memory, and beyond this nobody reads it row by row. */
const MOST_IN_WORKBOOK = 50_000;
const columns = ['decidedOn', 'record', 'subject', 'area', 'kind', 'before', 'after', 'note'] as const;
export const csv = 'text/csv';
export const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * What a job found, filtered as its table is, as a file: CSV in UTF-8 with a BOM, made page by page while it is sent, or an Excel
 * workbook. What the job finds meanwhile is not in it: whose it is would not be on record. Throws not-found, and `exportTooLong` for
 * a workbook of too many rows, before anything is made.
 */
export async function exportRows(
  ctx: MunicipalContext,
  { key, id }: { key: string; id: string },
  { as, ...filter }: Asked,
  inShort: InShort,
): Promise<{ file: ExportedFile; looks: Look[] }> {
  const job = await findJob(ctx, key, id);
  const { residents, rows, last } = await lookThrough(ctx, id, filter, as === 'xlsx' ? MOST_IN_WORKBOOK : null);
  const pages = async function* (): AsyncGenerator<string[][]> {
    yield [columns.map((column) => say(ctx.language, `rules.column.${column}`))];
    for (let cursor: string | undefined, more = rows > 0; more;) {
      const from = cursor;
      const { lines, next } = await inShort(async (short) => {
        const page = await listBacktestRows(short.db, id, filter, { limit: PAGE, cursor: from });
        const rows = page.items.filter(({ position }) => position <= last);
        return { lines: (await presentRows(short, job, rows)).map((row) => cellsOf(short, row)), next: page.next };
      });
      yield lines;
      cursor = next ?? undefined;
      more = next !== null;
    }
  };
  return {
    file: {
      name: `${job.kind}-${key}-${ctx.today}.${as}`,
      type: as === 'xlsx' ? xlsx : csv,
      content: as === 'xlsx' ? toWorkbook(pages(), say(ctx.language, 'rules.sheet')) : toText(pages()),
    },
    looks: [
      {
        action: 'rules.export',
        record: { kind: 'backtest', id, title: key },
        details: { rows },
        shows: [...residents],
      },
    ],
  };
}

/** Whose records the file will tell of, how many rows it has, and the position at which it ends. */
async function lookThrough(
  ctx: MunicipalContext,
  id: string,
  filter: ResultFilter,
  most: number | null,
): Promise<{ residents: Set<string>; rows: number; last: number }> {
  const residents = new Set<string>();
  let [rows, last] = [0, -1];
  let cursor: string | undefined;
  do {
    const page = await listBacktestRows(ctx.db, id, filter, { limit: PAGE, cursor });
    if (most !== null && page.total > most) throw refused('exportTooLong', { count: page.total, most });
    const caseIds = page.items.map((row) => row.case_id);
    for (const { record_kind: kind, record_id } of await readDecisionCases(ctx.db, caseIds))
      if (kind === 'need' || kind === 'referral') residents.add(record_id);
    rows += page.items.length;
    last = page.items.at(-1)?.position ?? last;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return { residents, rows, last };
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

async function* toText(pages: AsyncIterable<string[][]>): AsyncGenerator<string> {
  let part: 'begin' | 'more' = 'begin';
  for await (const lines of pages) {
    if (lines.length > 0) yield toCsv(lines, part);
    part = 'more';
  }
}

/** Cells of text are never worked out. Days are days, so that they can be sorted and counted. */
async function* toWorkbook(pages: AsyncIterable<string[][]>, sheet: string): AsyncGenerator<Uint8Array> {
  const lines: string[][] = [];
  for await (const some of pages) lines.push(...some);
  yield await writeWorkbook(
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
}
