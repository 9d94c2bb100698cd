import { say } from '../../kernel/texts/index.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { writeWorkbook, type Cell, type Sheet } from '../../lists/write-workbook.ts';
import { sayDay, sayInstant } from '../../settings/say-day.ts';
import type { Value, Year } from './read-year.ts';

/** A number where there is nothing else to say; else the words of the page: what is unknown is no 0. */
const cellOf = ({ state, count, unknown, of, said }: Value): Cell =>
  state === 'known' && unknown === 0 && of === null ? count : said;

type Line = Year['groups'][number]['figures'][number]['lines'][number];

const linesOf = (year: Year, cells: (line: Line) => Cell[]): Cell[][] =>
  year.groups.flatMap((group) =>
    group.figures.flatMap((figure) =>
      figure.lines.map((line): Cell[] => [group.name, figure.name, line.name, figure.unit, ...cells(line)]),
    ),
  );

/** The sheet as .xlsx: by quarter, by area, and what each figure means. */
export function writeYear(ctx: MunicipalContext, year: Year): AsyncGenerator<Uint8Array> {
  const t = (key: string, params: Record<string, unknown> = {}): string =>
    say(ctx.language, `year.file.${key}`, params);
  const fiscal = (number: number): string => say(ctx.language, 'year.fiscalYear', { year: number });
  const head = [t('group'), t('figure'), t('line'), t('unit')];
  const quarterName = (quarter: number) => say(ctx.language, 'year.quarter', { quarter });
  const both = year.quarters.flatMap(({ quarter }) => [
    quarterName(quarter),
    t('before', { what: quarterName(quarter) }),
  ]);
  const byQuarter: Sheet = {
    name: t('byQuarter'),
    widths: [16, 34, 24, 10, ...both.map(() => 14), 14, 14],
    lines: [
      [[...head, ...both, fiscal(year.year), fiscal(year.year - 1)]],
      linesOf(year, ({ quarters, total, before }) => [
        ...quarters.flatMap((quarter) => [cellOf(quarter.value), cellOf(quarter.before)]),
        cellOf(total),
        cellOf(before),
      ]),
    ],
  };
  const byArea: Sheet = {
    name: t('byArea'),
    widths: [16, 34, 24, 10, 14, ...year.parts.map(() => 14), 14],
    lines: [
      [[...head, year.area.name, ...year.parts.map(({ name }) => name), t('own', { area: year.area.name })]],
      linesOf(year, ({ total, parts, own }) => [
        cellOf(total),
        ...parts.map(({ value }) => cellOf(value)),
        cellOf(own),
      ]),
    ],
  };
  const dictionary: Sheet = {
    name: t('dictionary'),
    widths: [16, 34, 70, 12, 18, 24, 24],
    lines: [
      [[t('group'), t('figure'), t('how'), t('unit'), t('counts'), t('origin'), t('key')]],
      year.groups.flatMap((group) =>
        group.figures.map((figure): Cell[] => [
          group.name,
          figure.name,
          figure.how,
          figure.unit,
          say(ctx.language, `year.counts.${figure.counts}`),
          say(ctx.language, `year.origin.${figure.origin}`),
          figure.key,
        ]),
      ),
    ],
  };
  const about: Sheet = {
    name: t('about'),
    widths: [24, 80],
    lines: [
      [
        [t('item'), t('content')],
        [t('what'), say(ctx.language, 'year.title')],
        [t('city'), ctx.municipality.name],
        [t('area'), year.area.name],
        [t('year'), fiscal(year.year)],
        [t('at'), sayInstant(ctx.language, ctx.now)],
        [t('by'), ctx.actor.name],
        [t('recordedSince'), sayDay(ctx.language, year.recordedSince)],
        [t('unknown'), t('unknownMeans')],
        [t('sum'), t('sumMeans')],
      ],
    ],
  };
  return writeWorkbook(
    year.parts.length > 0 ? [byQuarter, byArea, dictionary, about] : [byQuarter, dictionary, about],
    new Date(ctx.now),
  );
}
