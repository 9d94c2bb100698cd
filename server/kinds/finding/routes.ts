import { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { route, type Route } from '../../http/route.ts';
import { showing } from '../../kernel/looks.ts';
import * as contract from './contract.ts';
import { evaluateNow } from './evaluate-findings.ts';
import { dismissFinding, listFindings } from './findings.ts';

const base = '/municipalities/{municipality}/findings';

export const findingRoutes: Route[] = [
  route({
    method: 'get',
    path: base,
    tag: 'findings',
    summary: 'What the escalation and watch rules found; open and raised unless a status is asked for',
    access: 'municipality',
    query: contract.findingQuery,
    answer: contract.findingList,
    looks: (_ctx, { items }) =>
      showing(
        'finding.list',
        items.flatMap(({ needs }) => needs.map(({ id }) => id)),
      ),
    handle: async (ctx, { query }) => ({
      body: {
        items: await listFindings(ctx, {
          councilId: query.council,
          purpose: query.purpose,
          ...(query.status ? { statuses: [query.status] } : {}),
        }),
      },
    }),
  }),
  route({
    method: 'post',
    path: `${base}/evaluate`,
    tag: 'findings',
    summary: 'Let the rules look again now',
    access: 'municipality',
    handle: async (ctx) => (await evaluateNow(ctx), {}),
  }),
  route({
    method: 'post',
    path: `${base}/{id}/dismiss`,
    tag: 'findings',
    summary: 'Set a finding aside, with the reason',
    access: 'municipality',
    params: z.object({ municipality: z.string(), id: shared.id }),
    body: contract.findingDismissal,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const saved = await dismissFinding(ctx, params.id, version, body.reason);
      return { body: saved, version: saved.version };
    },
  }),
];
