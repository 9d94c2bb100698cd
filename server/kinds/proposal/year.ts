import { fiscalYear, instantInJapan } from '../../kernel/clock.ts';
import { standingsTagged } from '../../records/standings.ts';
import { tellKind, yearWords, type YearFigure } from '../../overview/year/figure.ts';
import type { NamedProposal } from './store.ts';
import { answeredProposals, reflectedProposals, sentProposals } from './year-store.ts';

const answers = ['adopted', 'under-study', 'not-adopted', 'passed-on', 'noted'];
/** Sheets further back than this are nobody's; the share of each year has a limit of its own. */
const YEARS_BACK = 30;

const ofProposals = {
  group: 'up',
  unit: 'cases',
  counts: 'within',
  times: 'instants',
  shared: true,
  tell: tellKind('proposal', ({ number, title }: NamedProposal) => `No.${number} ${title}`),
} as const;

const exchange = (key: string, kind: 'proposal' | 'report'): YearFigure[] => [
  {
    key: `${key}-sent`,
    ...yearWords(`${key}-sent`),
    ...ofProposals,
    origin: 'S',
    measure: 'count',
    rows: (ctx) => ({ query: sentProposals(ctx.db, ctx.municipality.id, kind) }),
  },
  {
    key: `${key}-answered`,
    ...yearWords(`${key}-answered`),
    ...ofProposals,
    origin: 'S',
    measure: 'count',
    rows: async (ctx) => ({
      query: answeredProposals(ctx.db, ctx.municipality.id, kind, await standingsTagged(ctx, 'proposal', ...answers)),
    }),
  },
];

/** The first day after the last on which what is in the next year's programme may be put on record. */
const settledOn = (year: number): string => `${year + 1}-06-01`;

export const proposalYear: readonly YearFigure[] = [
  ...exchange('proposals', 'proposal'),
  ...exchange('reports', 'report'),
  {
    key: 'reflected',
    ...yearWords('reflected'),
    ...ofProposals,
    origin: 'M',
    measure: 'share',
    settledOn,
    rows: async (ctx) => {
      const last = fiscalYear(ctx.today);
      const years = Array.from({ length: YEARS_BACK }, (_, back) => last - back).map((year) => ({
        year,
        from: instantInJapan(`${year}-04-01`),
        before: instantInJapan(`${year + 1}-04-01`),
        settled: instantInJapan(settledOn(year)),
      }));
      const planned = await standingsTagged(ctx, 'proposal', 'under-way', 'carried-out');
      return { query: reflectedProposals(ctx.db, ctx.municipality.id, planned, years) };
    },
  },
];
