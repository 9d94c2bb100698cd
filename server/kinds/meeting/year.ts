import { say } from '../../kernel/texts/index.ts';
import { yearWords, type YearFigure } from '../../overview/year/figure.ts';
import { codeName, keysMarked } from '../../settings/codes/code-entries.ts';
import { codesOf } from '../../settings/codes/kept-codes.ts';
import { councilReach, tierLines } from '../council/index.ts';
import { heldMeetings, nameMeetings } from './year-store.ts';

const tell: YearFigure['tell'] = async (ctx, ids) => {
  const paths = councilReach(ctx.actor);
  const meetings = await nameMeetings(ctx.db, ctx.municipality.id, ids, paths);
  return new Map(
    meetings.map(({ id, title, council_name }) => [
      id,
      { title: say(ctx.language, 'year.meeting', { council: council_name, title }), path: `meetings/${id}` },
    ]),
  );
};

/** A city marks which of its kinds of meeting are councils' own. */
const rows =
  ({ others, byTier }: { others: boolean; byTier: boolean }): YearFigure['rows'] =>
  async (ctx) => ({
    query: heldMeetings(ctx.db, ctx.municipality.id, {
      kinds: keysMarked(await codesOf(ctx, 'meeting-kind'), 'council'),
      others,
      byTier,
    }),
  });

const ofMeetings = { group: 'talk', counts: 'within', times: 'days', shared: true, tell } as const;

/** What was held, and how many came. */
export const meetingYear: readonly YearFigure[] = [
  {
    key: 'council-meetings',
    ...yearWords('council-meetings'),
    ...ofMeetings,
    unit: 'times',
    origin: 'S',
    measure: 'count',
    rows: rows({ others: false, byTier: true }),
    lines: tierLines,
  },
  {
    key: 'other-meetings',
    ...yearWords('other-meetings'),
    ...ofMeetings,
    unit: 'times',
    origin: 'S',
    measure: 'count',
    rows: rows({ others: true, byTier: false }),
    async lines(ctx) {
      const kinds = await codesOf(ctx, 'meeting-kind');
      return (line) => {
        const place = kinds.findIndex(({ key }) => key === line);
        const kind = kinds[place];
        return { key: line, name: kind ? codeName(kind, ctx.language) : line, place };
      };
    },
  },
  {
    key: 'participation',
    ...yearWords('participation'),
    ...ofMeetings,
    unit: 'attendances',
    unknownUnit: 'times',
    origin: 'G',
    measure: 'sum',
    rows: (ctx) => ({
      query: heldMeetings(ctx.db, ctx.municipality.id, { kinds: [], others: true, byTier: false }),
    }),
  },
];
