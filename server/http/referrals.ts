import { z } from 'zod';
import { takeStep } from '../services/records/take-step.ts';
import { listReferrals } from '../services/referrals/list-referrals.ts';
import { readReferralRecord } from '../services/referrals/read-referral.ts';
import * as contract from './contract/index.ts';
import { route, type Route } from './route.ts';
import { stepRoute } from './step-route.ts';

const base = '/municipalities/{municipality}/referrals';
const byId = z.object({ municipality: z.string(), id: contract.id });

export const referralRoutes: Route[] = [
  route({
    method: 'get',
    path: base,
    tag: 'referrals',
    summary: 'Referrals to the asker’s organisation, or of the asker’s areas',
    access: 'municipality',
    query: contract.referralQuery.extend(contract.paging.shape),
    answer: contract.referralPage,
    handle: async (ctx, { query: { cursor, limit, ...query } }) => ({
      body: await listReferrals(ctx, query, { cursor, limit }),
    }),
  }),
  route({
    method: 'get',
    path: `${base}/{id}`,
    tag: 'referrals',
    summary: 'A referral with what consent allows of the need',
    access: 'municipality',
    params: byId,
    answer: contract.referralRecord,
    handle: async (ctx, { params }) => {
      const referral = await readReferralRecord(ctx, params.id);
      return { body: referral, version: referral.version };
    },
  }),
  stepRoute(base, 'referrals', (ctx, id, asked) => takeStep(ctx, 'referral', id, asked)),
];
