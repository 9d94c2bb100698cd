import { toCsv } from '../../kernel/csv.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { sayInstant } from '../say-day.ts';
import { searchAudit, type AuditLine, type AuditQuery } from './read-audit.ts';

const PAGE = 500;
const columns = ['at', 'actor', 'action', 'record', 'details', 'request'] as const;

/** Runs `work` in a transaction of its own that only reads. */
export type InShort = <T>(work: (ctx: MunicipalContext) => Promise<T>) => Promise<T>;

/**
 * The lines that are asked for as CSV, newest first, made page by page while it is sent; `rows`: how many there are. What happens
 * meanwhile is not in it. Throws not-allowed before anything is made.
 */
export async function exportAudit(
  ctx: MunicipalContext,
  query: AuditQuery,
  inShort: InShort,
): Promise<{ rows: number; content: AsyncIterable<string> }> {
  const first = await searchAudit(ctx, query, { limit: PAGE });
  return {
    rows: first.total,
    content: (async function* pages() {
      const header = columns.map((column) => say(ctx.language, `log.column.${column}`));
      yield toCsv([header, ...first.items.map((line) => cellsOf(ctx, line))]);
      for (let { next } = first; next !== null;) {
        const cursor = next;
        const page = await inShort((short) => searchAudit(short, query, { limit: PAGE, cursor, counted: first.total }));
        yield toCsv(
          page.items.map((line) => cellsOf(ctx, line)),
          'more',
        );
        ({ next } = page);
      }
    })(),
  };
}

const cellsOf = (ctx: MunicipalContext, line: AuditLine): string[] => [
  sayInstant(ctx.language, line.happened_at),
  line.actor_name,
  line.action_name,
  line.record_name ?? '',
  line.told.map(({ label, value }) => `${label}: ${value}`).join('\n'),
  line.request_id ?? '',
];
