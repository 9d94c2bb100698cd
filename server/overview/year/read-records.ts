import type { z } from 'zod';
import { tells } from '../../../forms/index.ts';
import type { FieldMarks } from '../../../forms/types.ts';
import { dayInJapan } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notFound } from '../../kernel/errors.ts';
import { coversPage } from '../told-to-token.ts';
import type * as contract from './contract.ts';
import type { YearFigure } from './figure.ts';
import { askYear, sayValue, spansOf, tally } from './read-year.ts';
import { listRows, type FoundRow } from './store.ts';
import { fits } from './tally.ts';

/** So many rows are looked at, and so many records are listed. */
const MOST_ROWS = 2000;
const MOST = 200;

/** The records behind a figure of an area, in a quarter or the whole year, in one line or all: those that the asker may be told of. */
export async function readYearRecords(
  ctx: MunicipalContext,
  figures: readonly YearFigure[],
  key: string,
  question: z.output<typeof contract.yearRecordsQuery>,
): Promise<{ body: z.infer<typeof contract.yearRecords>; shows: string[] }> {
  const { areas, area, periods } = await askYear(ctx, question);
  const figure = figures.find((each) => each.key === key);
  if (!figure) throw notFound();
  const onLastDay = figure.counts === 'on-last-day';
  const quarters = periods.slice(4).filter(({ quarter }) => quarter === (question.quarter ?? quarter));
  const begun = quarters.filter(({ state }) => state !== 'to-come');
  const spans = spansOf(figure, onLastDay ? begun.slice(-1) : begun);
  const inside = new Map(areas.filter(({ path }) => path.startsWith(area.path)).map(({ id, name }) => [id, name]));
  const lineOf = (await figure.lines?.(ctx)) ?? null;
  const counted = await findRows();
  const rows = counted.filter(({ line }) => !question.line || lineOf?.(line)?.key === question.line);
  const byRecord = [...Map.groupBy(rows, ({ record }) => record)];
  const known = await figure.tell(
    ctx,
    byRecord.slice(0, MOST).map(([record]) => record),
  );
  const words = new Map([...known].filter(([, { path }]) => coversPage(ctx, path)));
  const items = byRecord.slice(0, MOST).flatMap(([id, own]) => {
    const record = words.get(id);
    const [latest] = own;
    if (!record || !latest) return [];
    // What comes out of an answer is told as its field says; else it is left blank.
    const isTold = (marks: readonly (FieldMarks | undefined)[] = []) =>
      marks.every((each) => tells(each, record.audience ?? []));
    return [
      {
        title: record.title,
        path: record.path,
        areas: [...new Set(own.flatMap((row) => (isTold(row.marks?.area) ? (inside.get(row.area) ?? '') : [])))],
        day: figure.times === 'days' ? latest.since : dayInJapan(latest.since),
        amount: figure.measure === 'sum' && own.every((row) => isTold(row.marks?.amount)) ? sayAmount(own) : null,
      },
    ];
  });
  return {
    body: {
      name: figure.name(ctx),
      how: figure.how(ctx),
      line: await nameLine(),
      from: quarters[0]?.from ?? ctx.today,
      to: begun.at(-1)?.to ?? quarters.at(-1)?.ends ?? ctx.today,
      area: { id: area.id, name: area.name },
      items,
      hidden: Math.min(byRecord.length, MOST) - items.length,
      more: byRecord.length > MOST || counted.length === MOST_ROWS,
    },
    shows: figure.shows ? [...words.keys()] : [],
  };

  /** The line that is asked for. Where nothing is listed in it, it is found among all that the sheet shows for the area. */
  async function nameLine(): Promise<string | null> {
    if (!figure || !question.line || !lineOf) return null;
    if (rows[0]) return lineOf(rows[0].line)?.name ?? null;
    const shown = (await tally(ctx, figure, periods)).filter((each) => inside.has(each.area));
    return shown.map(({ line }) => lineOf(line)).find((line) => line?.key === question.line)?.name ?? null;
  }

  async function findRows(): Promise<FoundRow[]> {
    const source = await figure?.rows(ctx);
    if (!source) return [];
    const areaIds = [...inside.keys()];
    if ('query' in source) return listRows(ctx.db, source.query, { spans, onLastDay, areaIds, most: MOST_ROWS });
    return source.rows
      .filter((row) => inside.has(row.area) && spans.some((span) => fits(row, span, onLastDay)))
      .toSorted((a, b) => (a.since < b.since ? 1 : -1))
      .slice(0, MOST_ROWS);
  }

  /** One that counts for several areas has its amount once. */
  function sayAmount(own: readonly FoundRow[]): string {
    const each = [...new Map(own.map((row) => [row.what, row.amount])).values()];
    const amounts = each.flatMap((amount) => amount ?? []);
    const count = Math.round(amounts.reduce((sum, amount) => sum + amount, 0) * 100) / 100;
    return figure ? sayValue(ctx, figure, { count, unknown: each.length - amounts.length, of: 0 }) : '';
  }
}
