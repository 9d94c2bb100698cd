import type { Db } from '../../database/db.ts';
import type { Query } from '../../database/parts.ts';
import type { YearRow } from './figure.ts';
import type { Span } from './periods.ts';
import type { Tally } from './tally.ts';

type Asked = {
  spans: Span[];
  onLastDay: boolean;
  /** What is counted may count for several areas, or has an amount: it is needed one by one. */
  each: boolean;
};

/** The rows of a figure beside the periods for which they count. */
function within(db: Db, rows: Query, { spans, onLastDay }: Pick<Asked, 'spans' | 'onLastDay'>): Query {
  const list = spans.map(
    ({ place }) =>
      `select ${place} as place, cast(? as text) as begins, cast(? as text) as ends, cast(? as text) as last_moment`,
  );
  const values = spans.flatMap(({ begins, ends, last }) => [begins, ends, last]);
  const holds = onLastDay
    ? '(counted.until is null or counted.until >= spans.last_moment)'
    : 'counted.since >= spans.begins';
  return db
    .from(rows.as('counted'))
    .joinRaw(`join (${list.join(' union all ')}) as spans on counted.since < spans.ends and ${holds}`, values);
}

/** What a figure counts, by line, area and period. */
export async function readTallies(db: Db, rows: Query, how: Asked): Promise<Tally[]> {
  if (how.spans.length === 0) return [];
  const counted = within(db, rows, how);
  const lines: Record<string, string | number | null>[] = how.each
    ? await counted.distinct('counted.what', 'counted.area', 'counted.line', 'spans.place', 'counted.amount')
    : await counted
        .groupBy('counted.line', 'counted.area', 'spans.place')
        .select('counted.line', 'counted.area', 'spans.place')
        .countDistinct({ count: 'counted.what' });
  return lines.map((row) => ({
    what: how.each ? String(row['what']) : null,
    area: String(row['area']),
    line: String(row['line']),
    place: Number(row['place']),
    count: how.each ? 1 : Number(row['count']),
    amount: row['amount'] === null || row['amount'] === undefined ? null : Number(row['amount']),
  }));
}

export type FoundRow = {
  what: string;
  record: string;
  area: string;
  line: string;
  since: string;
  amount: number | null;
  marks?: YearRow['marks'];
};

/** The rows of a figure in some areas and periods, the latest first. */
export async function listRows(
  db: Db,
  rows: Query,
  { spans, onLastDay, areaIds, most }: Pick<Asked, 'spans' | 'onLastDay'> & { areaIds: string[]; most: number },
): Promise<FoundRow[]> {
  if (spans.length === 0) return [];
  const listed: (Omit<FoundRow, 'amount'> & { amount: number | string | null })[] = await within(db, rows, {
    spans,
    onLastDay,
  })
    .whereIn('counted.area', areaIds)
    .distinct('counted.what', 'counted.record', 'counted.area', 'counted.line', 'counted.since', 'counted.amount')
    .orderBy([
      { column: 'counted.since', order: 'desc' },
      { column: 'counted.record', order: 'desc' },
    ])
    .limit(most);
  return listed.map((row) => ({ ...row, amount: row.amount === null ? null : Number(row.amount) }));
}
