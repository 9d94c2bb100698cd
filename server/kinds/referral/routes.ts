import { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { route, type Route } from '../../http/route.ts';
import { numberTitle } from '../../kernel/audit-details.ts';
import { showing } from '../../kernel/looks.ts';
import { stepRoute } from '../../records/step-route.ts';
import { takeStep } from '../../records/take-step.ts';
import { exportRoutes } from '../../lists/export-routes.ts';
import * as contract from './contract.ts';
import { exportReferrals } from './export-referrals.ts';
import { listReferrals } from './list-referrals.ts';
import { readReferralRecord } from './read-referral.ts';
import { sendReferral } from './send-referral.ts';

const base = '/municipalities/{municipality}/referrals';
const byId = z.object({ municipality: z.string(), id: shared.id });

export const referralRoutes: Route[] = [
  ...exportRoutes({
    path: base,
    tag: 'referrals',
    summary: 'Referrals to the asker’s organisation, or of the asker’s areas',
    query: contract.referralQuery,
    describe: exportReferrals,
  }),
  route({
    method: 'get',
    path: base,
    tag: 'referrals',
    summary: 'Referrals to the asker’s organisation, or of the asker’s areas',
    access: 'municipality',
    query: contract.referralQuery.extend(shared.paging.shape),
    answer: contract.referralPage,
    looks: (_ctx, { items }) =>
      showing(
        'referral.list',
        items.map(({ need }) => need.id),
      ),
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
    looks: (_ctx, { id, need, can }) => [
      {
        action: 'referral.read',
        record: { kind: 'referral', id, title: numberTitle(need.number) },
        details: { contact: can.names },
      },
    ],
    handle: async (ctx, { params }) => {
      const referral = await readReferralRecord(ctx, params.id);
      return { body: referral, version: referral.version };
    },
  }),
  stepRoute(base, 'referrals', (ctx, id, request) => takeStep(ctx, 'referral', id, request)),
  route({
    method: 'post',
    path: '/municipalities/{municipality}/needs/{id}/referrals',
    tag: 'referrals',
    summary: 'Send a need to a service of its latest ranking',
    access: 'municipality',
    params: byId,
    body: contract.referralInput,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { params, body }) => {
      const saved = await sendReferral(ctx, params.id, body);
      return { body: saved, version: saved.version };
    },
  }),
];
