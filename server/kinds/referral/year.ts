import { standingsTagged } from '../../records/standings.ts';
import { numberTitle } from '../../kernel/audit-details.ts';
import { tellKind, yearWords, type YearFigure } from '../../overview/year/figure.ts';
import type { NamedReferral } from './store.ts';
import { reachedReferrals } from './year-store.ts';

export const referralYear: readonly YearFigure[] = [
  {
    key: 'referrals-accepted',
    ...yearWords('referrals-accepted'),
    group: 'needs',
    unit: 'cases',
    origin: 'S',
    counts: 'within',
    times: 'instants',
    measure: 'count',
    rows: async (ctx) => ({
      query: reachedReferrals(ctx.db, ctx.municipality.id, await standingsTagged(ctx, 'referral', 'accepted')),
    }),
    tell: tellKind('referral', (row: NamedReferral) => `${numberTitle(row.need_number)} → ${row.service_name}`),
    shows: true,
  },
];
