import { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { route, type Route } from '../../http/route.ts';
import type { HomePart } from '../../records/home.ts';
import { close, giveUpClosing } from './closings.ts';
import * as contract from './contract.ts';
import { readUsage } from './usage.ts';

const base = '/municipalities/{municipality}';

/** `parts`: what nouns that are no records tell of what is open. */
export const closingRoutes = (parts: readonly HomePart[]): Route[] => [
  route({
    method: 'get',
    path: `${base}/usage`,
    tag: 'settings',
    summary: 'What hangs on something that may be closed',
    access: 'municipality',
    query: contract.usageQuery,
    answer: contract.usage,
    handle: async (ctx, { query }) => ({ body: await readUsage(ctx, query, parts) }),
  }),
  route({
    method: 'post',
    path: `${base}/closings`,
    tag: 'settings',
    summary: 'Close something now or from a day on, and name what takes its place',
    access: 'municipality',
    body: contract.closingInput,
    ifMatch: true,
    person: true,
    answer: contract.closed,
    status: 201,
    handle: async (ctx, { body, version }) => ({ body: await close(ctx, version, body, parts) }),
  }),
  route({
    method: 'delete',
    path: `${base}/closings/{id}`,
    tag: 'settings',
    summary: 'Give up a closing that is planned',
    access: 'municipality',
    params: z.object({ municipality: z.string(), id: shared.id }),
    person: true,
    handle: async (ctx, { params }) => {
      await giveUpClosing(ctx, params.id, parts);
      return {};
    },
  }),
];
