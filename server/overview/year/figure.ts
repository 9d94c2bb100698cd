import type { Audience, FieldMarks } from '../../../forms/types.ts';
import type { Query } from '../../database/parts.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { reachOf } from '../../kernel/reach.ts';
import { may } from '../../kernel/rights.ts';
import { say } from '../../kernel/texts/index.ts';
import { audienceOf } from '../../records/audience-of.ts';
import { recordKind, type RecordDescription } from '../../records/record-kind.ts';

/** What is counted: people once each, people each time, gatherings, hours … Figures of unlike units are never added. */
export const yearUnits = [
  'people',
  'bodies',
  'councils',
  'times',
  'attendances',
  'cases',
  'services',
  'hours',
] as const;
export type YearUnit = (typeof yearUnits)[number];

/** In the order of the sheet. */
export const yearGroups = ['coordinators', 'talk', 'needs', 'supply', 'supporters', 'up', 'registers'] as const;

/**
 * One thing of the sheet that is counted for an area. Columns, all texts but `amount`: `what` is counted once however many rows tell of it;
 * `record` is what its list shows; `area` an id of where it counts; `line` a part of the figure; `since` when it happened, or from when on it
 * is so; `until` (figures of a last day): to when it was so, null: it still is; `amount` (sums and shares): null is unknown, of a share 1 or 0.
 */
export type YearRow = {
  what: string;
  record: string;
  area: string;
  line: string;
  since: string;
  until: string | null;
  amount: number | null;
  /** Of rows out of answers: what the fields that the amount and the area come from say of whom they may be told to. Left out: to whoever sees the record. */
  marks?: { amount?: readonly (FieldMarks | undefined)[]; area?: readonly (FieldMarks | undefined)[] };
};

/** A part of a figure in words. Rows whose words are the same are one line. */
export type YearLine = { key: string; name: string; place: number };

/** A record behind a figure, as the asker may be told of it. `path`: its page below the municipality's. `audience`: as whom the asker is told of it. */
export type ToldRecord = { title: string; path: string; audience?: Audience };

/** One figure of the year's sheet. A new one is one more entry: nothing else knows which there are. */
export type YearFigure = {
  key: string;
  group: (typeof yearGroups)[number];
  /** What it is called, and how it is counted, in the asker's language. */
  name(ctx: MunicipalContext): string;
  how(ctx: MunicipalContext): string;
  unit: YearUnit;
  /** Who asks for it: a seed, the mission's research, the issue, or our own guess. */
  origin: 'S' | 'M' | 'I' | 'G';
  /** What happened in the period, or how things stood on its last day. */
  counts: 'within' | 'on-last-day';
  /** What `since` and `until` are. A day `until` is the last on which it was so; an instant, when it ended. */
  times: 'days' | 'instants';
  /** How many there are; the sum of their amounts; or how many of them have the amount 1. */
  measure: 'count' | 'sum' | 'share';
  /** One may count for several areas: the whole may be less than the sum of its areas. */
  shared?: true;
  /** What a row without an amount is counted in: 「不明1回」. */
  unknownUnit?: YearUnit;
  /** From this day on it is settled what a fiscal year's share is. Left out: at once. */
  settledOn?(year: number): string;
  /** Only the latest day is kept: what was so in a period that is over, nobody can say. */
  keepsLatest?: true;
  rows(ctx: MunicipalContext): Promise<YearRows> | YearRows;
  /** Left out: it has one line. */
  lines?(ctx: MunicipalContext): Promise<(line: string) => YearLine | null>;
  /** Those of these records that the asker may be told of. `shows`: that goes on record as a look at residents' records. */
  tell(ctx: MunicipalContext, records: string[]): Promise<Map<string, ToldRecord>>;
  shows?: true;
};

/** A statement that is still to be narrowed; wrapped, because a query that is awaited is sent. Null: there is nothing that could be counted. */
export type YearRows = { query: Query } | { rows: YearRow[] } | null;

/** Where the asker reads the sheet: who answers for a municipality's work, all of it; who works in an area, theirs. */
export const yearReach = (ctx: MunicipalContext): string[] => {
  const town = reachOf(ctx.actor, ['administrator', 'tier1']);
  return town.length > 0 ? [`/${rootOf(town[0] ?? '')}/`] : reachOf(ctx.actor, ['tier2']);
};

const rootOf = (path: string): string => path.split('/')[1] ?? '';

/** Tells of records of a kind what its table of rights lets the asker see: what audit lines call them, or other words. */
export const tellKind =
  (kind: string, words?: (row: never) => string): YearFigure['tell'] =>
  async (ctx, ids) => {
    const description = recordKind(ctx, kind);
    const rows = ids.length === 0 ? [] : await description.loadAll(ctx, ids);
    const seen = rows.filter((row) => may(description.rights, ctx.actor, 'see', description.judged(row)));
    return new Map(
      seen.map((row) => [
        row.id,
        {
          title: titleOf(description, row, words),
          path: `${description.page}/${row.id}`,
          audience: audienceOf(ctx, description, row),
        },
      ]),
    );
  };

const titleOf = (
  description: RecordDescription,
  row: Parameters<RecordDescription['title']>[0],
  words: ((row: never) => string) | undefined,
): string => (words ? words(row as never) : description.title(row));

/** A figure's own words, by its key: `year.figure.KEY`. */
export const yearWords = (key: string): Pick<YearFigure, 'name' | 'how'> => ({
  name: ({ language }) => say(language, `year.figure.${key}.name`),
  how: ({ language }) => say(language, `year.figure.${key}.how`),
});
