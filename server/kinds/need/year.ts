import { standingsTagged } from '../../records/standings.ts';
import { numberTitle } from '../../kernel/audit-details.ts';
import { tellKind, yearWords, type YearFigure } from '../../overview/year/figure.ts';
import type { PlacedNeed } from './store.ts';
import { reachedNeeds, receivedNeeds } from './year-store.ts';

const ofNeeds = {
  group: 'needs',
  unit: 'cases',
  origin: 'S',
  counts: 'within',
  measure: 'count',
  // One line in words, no personal name.
  tell: tellKind('need', ({ number, title }: PlacedNeed) => `${numberTitle(number)} ${title}`),
  shows: true,
} as const;

/** Each need once, on the day when it first came so far. */
const reached = (key: string, tag: string): YearFigure => ({
  key,
  ...yearWords(key),
  ...ofNeeds,
  times: 'instants',
  rows: async (ctx) => ({
    query: reachedNeeds(ctx.db, ctx.municipality.id, await standingsTagged(ctx, 'need', tag)),
  }),
});

export const needYear: readonly YearFigure[] = [
  {
    key: 'needs-received',
    ...yearWords('needs-received'),
    ...ofNeeds,
    times: 'days',
    rows: (ctx) => ({ query: receivedNeeds(ctx.db, ctx.municipality.id) }),
  },
  reached('needs-connected', 'supported'),
  reached('needs-unmet', 'unmet'),
  reached('needs-closed', 'over'),
];
