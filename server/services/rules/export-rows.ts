import { listBacktestRows, type BacktestResult } from '../../store/backtests.ts';
import { say } from '../../texts/index.ts';
import { audit, type MunicipalContext } from '../context.ts';
import { findJob, presentRows, type RuleRow } from './jobs.ts';

export type ExportedFile = { name: string; type: string; content: string };

const PAGE = 1000;
const columns = ['decidedOn', 'record', 'subject', 'area', 'kind', 'before', 'after', 'note'] as const;

/** What a job found, whole, as a file: CSV in UTF-8 with a BOM, as Excel reads it. Throws not-found. */
export async function exportRows(ctx: MunicipalContext, key: string, id: string, kind: BacktestResult['kind'] | undefined): Promise<ExportedFile> {
  const job = await findJob(ctx, key, id);
  const lines = [columns.map((column) => say(ctx.language, `rules.column.${column}`))];
  let cursor: string | undefined;
  do {
    const page = await listBacktestRows(ctx.db, id, { kind }, { limit: PAGE, cursor });
    for (const row of await presentRows(ctx, job, page.items)) lines.push(cellsOf(ctx, row));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  await audit(ctx, 'rules.export', { kind: 'backtest', id, title: key }, { rows: lines.length - 1 });
  const text = `\uFEFF${lines.map((cells) => cells.map(quote).join(',')).join('\r\n')}\r\n`;
  return { name: `${job.kind}-${key}-${ctx.today}.csv`, type: 'text/csv; charset=utf-8', content: Buffer.from(text).toString('base64') };
}

const cellsOf = (ctx: MunicipalContext, row: RuleRow): string[] => [row.decidedOn, row.record.title, row.subject ?? '', row.area?.name ?? '', say(ctx.language, `rules.row.${row.kind}`), row.beforeText, row.kind === 'changed' ? row.afterText : '', row.note ?? ''];

/** A cell that begins like a formula would be worked out by Excel: a quote before it keeps it a text. */
const quote = (cell: string): string => `"${(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`;
