import type { z } from 'zod';
import { areasBelow } from '../../database/parts.ts';
import { addDays, dayInJapan, fiscalYear, instantInJapan } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, notFound } from '../../kernel/errors.ts';
import { say } from '../../kernel/texts/index.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { readMunicipality } from '../../settings/municipality/store.ts';
import type * as contract from './contract.ts';
import { yearGroups, yearReach, type YearFigure, type YearLine, type YearUnit } from './figure.ts';
import { periodsOf, type Period, type Span } from './periods.ts';
import { readTallies } from './store.ts';
import { addUp, tallyRows, type Sum, type Tally } from './tally.ts';

export type Year = z.infer<typeof contract.year>;
export type Value = z.infer<typeof contract.yearValue>;
type Area = { id: string; name: string; path: string; parent_id: string | null; closed_at: string | null };

type Question = { year?: number | undefined; area?: string | undefined };

/** So many years back a sheet is offered; older ones can be asked for by address. */
const YEARS = 6;

/** What is asked of the sheet, as far as the asker may ask it. Throws not-allowed for who reads no sheet, not-found for other areas. */
export async function askYear(ctx: MunicipalContext, question: Question) {
  const reach = yearReach(ctx);
  if (reach.length === 0) throw notAllowed();
  const areas: Area[] = areasBelow(await areasOf(ctx), reach);
  const area = question.area === undefined ? areas[0] : areas.find(({ id }) => id === question.area);
  if (!area) throw notFound();
  const year = question.year ?? fiscalYear(ctx.today);
  const created = (await readMunicipality(ctx.db, ctx.municipality.id))?.created_at;
  return {
    areas,
    area,
    year,
    periods: periodsOf(year, ctx.today),
    recordedSince: created ? dayInJapan(created) : ctx.today,
  };
}
type Frame = Awaited<ReturnType<typeof askYear>>;

/** The spans of periods that have begun, as a figure's rows go by them. */
export const spansOf = ({ times }: Pick<YearFigure, 'times'>, periods: readonly Period[]): Span[] =>
  periods
    .filter(({ state }) => state !== 'to-come')
    .map(({ place, from, to }) =>
      times === 'days'
        ? { place, begins: from, ends: addDays(to, 1), last: to }
        : {
            place,
            begins: instantInJapan(from),
            ends: instantInJapan(addDays(to, 1)),
            last: instantInJapan(addDays(to, 1)),
          },
    );

/** What a figure counts in these periods, by line and area. */
export async function tally(ctx: MunicipalContext, figure: YearFigure, periods: readonly Period[]): Promise<Tally[]> {
  const rows = await figure.rows(ctx);
  if (!rows) return [];
  const [spans, onLastDay] = [spansOf(figure, periods), figure.counts === 'on-last-day'];
  if ('rows' in rows) return tallyRows(rows.rows, spans, onLastDay);
  const each = figure.shared === true || figure.measure !== 'count';
  return readTallies(ctx.db, rows.query, { spans, onLastDay, each });
}

/** A fiscal year of an area, by quarter and by the areas in it, beside the year before: one statement a figure, however many areas. */
export async function readYear(
  ctx: MunicipalContext,
  figures: readonly YearFigure[],
  question: Question,
): Promise<Year> {
  const frame = await askYear(ctx, question);
  const { area, areas, year, periods } = frame;
  const sheet: { figure: YearFigure; whole: Year['groups'][number]['figures'][number] }[] = [];
  for (const figure of figures)
    sheet.push({ figure, whole: await tellFigure(ctx, figure, await tally(ctx, figure, periods), frame) });
  const thisYear = fiscalYear(ctx.today);
  return {
    year,
    years: [...new Set([...Array.from({ length: YEARS }, (_, back) => thisYear - back), year])].toSorted(
      (a, b) => b - a,
    ),
    area: { id: area.id, name: area.name },
    areas: areas.map(({ id, name, path }) => ({ id, name, depth: path.split('/').length - 3 })),
    recordedSince: frame.recordedSince,
    quarters: periods.slice(4).map(({ quarter, from, ends, state }) => ({ quarter, from, to: ends, state })),
    parts: partsOf(frame).map(({ id, name }) => ({ id, name })),
    groups: yearGroups.flatMap((group) => {
      const own = sheet.filter(({ figure }) => figure.group === group).map(({ whole }) => whole);
      return own.length === 0 ? [] : [{ key: group, name: say(ctx.language, `year.group.${group}`), figures: own }];
    }),
  };
}

/** The areas right below the one that is asked; one that is closed only counts in the whole. */
const partsOf = ({ area, areas }: Frame): Area[] =>
  areas.filter(({ parent_id, closed_at }) => parent_id === area.id && closed_at === null);

async function tellFigure(ctx: MunicipalContext, figure: YearFigure, tallies: readonly Tally[], frame: Frame) {
  const { area, areas } = frame;
  const paths = new Map(areas.map(({ id, path }) => [id, path]));
  const here = tallies.filter((each) => paths.get(each.area)?.startsWith(area.path));
  const lineOf = (await figure.lines?.(ctx)) ?? null;
  const lines = new Map<string, YearLine & { tallies: Tally[] }>();
  for (const each of lineOf ? here : []) {
    const line = lineOf?.(each.line);
    if (!line) continue;
    const known = lines.get(line.key) ?? { ...line, tallies: [] };
    known.tallies.push(each);
    lines.set(line.key, known);
  }
  const row = (name: string | null, key: string | null, own: readonly Tally[]) => {
    const value = (places: readonly number[], some = own) => valueOf(ctx, figure, some, places, frame);
    const quarters = [4, 5, 6, 7].map((place) => ({ value: value([place]), before: value([place - 4]) }));
    const parts = partsOf(frame).map(({ id, path }) => ({
      id,
      value: value(
        [4, 5, 6, 7],
        own.filter((each) => paths.get(each.area)?.startsWith(path)),
      ),
    }));
    const total = value([4, 5, 6, 7]);
    return {
      key,
      name,
      quarters,
      total,
      before: value([0, 1, 2, 3]),
      parts,
      own: value(
        [4, 5, 6, 7],
        own.filter((each) => each.area === area.id),
      ),
    };
  };
  const whole = row(null, null, here);
  const sum = [...whole.parts.map(({ value }) => value), whole.own].reduce((all, { count }) => all + (count ?? 0), 0);
  return {
    key: figure.key,
    name: figure.name(ctx),
    how: figure.how(ctx),
    unit: say(ctx.language, `year.unitName.${figure.unit}`),
    origin: figure.origin,
    counts: figure.counts,
    shared: figure.shared === true && whole.total.count !== null && sum > whole.total.count,
    lines: [
      whole,
      ...[...lines.values()]
        .toSorted((a, b) => a.place - b.place || (a.key < b.key ? -1 : 1))
        .map((line) => row(line.name, line.key, line.tallies)),
    ],
  };
}

/** What a figure comes to in these periods; of how things stand, in the last of them that has begun. */
function valueOf(
  ctx: MunicipalContext,
  figure: YearFigure,
  tallies: readonly Tally[],
  places: readonly number[],
  { periods, recordedSince, year }: Frame,
): Value {
  const begun = places.flatMap((place) => periods[place] ?? []).filter(({ state }) => state !== 'to-come');
  const last = begun.at(-1);
  const nothing = (state: Value['state']): Value => ({
    state,
    count: null,
    unknown: 0,
    of: null,
    said: say(ctx.language, `year.state.${state}`),
  });
  if (!last) return nothing('to-come');
  const ofYear = last.place < 4 ? year - 1 : year;
  if (figure.settledOn && ctx.today < figure.settledOn(ofYear)) return nothing('unsettled');
  if (figure.keepsLatest && last.state === 'over') return nothing('unknown');
  const counted = figure.counts === 'on-last-day' ? [last] : begun;
  const sum = addUp(
    tallies.filter(({ place }) => counted.some((period) => period.place === place)),
    figure.measure,
  );
  if (figure.measure === 'share' && sum.of === 0) return nothing(last.to < recordedSince ? 'unknown' : 'none');
  // Nothing is on record of the time before there were records.
  if (sum.count === 0 && sum.unknown === 0 && last.to < recordedSince) return nothing('unknown');
  const isUnknown = sum.count === 0 && sum.unknown > 0;
  return {
    state: isUnknown ? 'unknown' : 'known',
    count: isUnknown ? null : sum.count,
    unknown: sum.unknown,
    of: figure.measure === 'share' ? sum.of : null,
    said: sayValue(ctx, figure, sum),
  };
}

const sayNumber = ({ language }: MunicipalContext, unit: YearUnit, count: number): string =>
  say(language, `year.unit.${unit}`, { count, number: new Intl.NumberFormat(language).format(count) });

export function sayValue(ctx: MunicipalContext, figure: YearFigure, { count, unknown, of }: Sum): string {
  if (figure.measure === 'share')
    return say(ctx.language, 'year.share', {
      percent: Math.round((count / of) * 100),
      part: sayNumber(ctx, figure.unit, count),
      whole: sayNumber(ctx, figure.unit, of),
    });
  const known = sayNumber(ctx, figure.unit, count);
  if (unknown === 0) return known;
  const missing = say(ctx.language, 'year.unknown', {
    number: sayNumber(ctx, figure.unknownUnit ?? figure.unit, unknown),
  });
  return count === 0 ? missing : say(ctx.language, 'year.and', { known, missing });
}
