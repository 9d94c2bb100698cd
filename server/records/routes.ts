import { z } from 'zod';
import * as contract from '../http/contract.ts';
import { route, type Route } from '../http/route.ts';
import { notFound } from '../kernel/errors.ts';
import { listStandingChoices } from './standings.ts';

/** What every kind of record shares. */
export const recordRoutes: Route[] = [
  route({
    method: 'get',
    path: '/municipalities/{municipality}/standings',
    tag: 'records',
    summary: 'Where records of a kind may stand, for the filters of lists',
    access: 'municipality',
    query: z.object({ kind: z.string().max(100) }),
    answer: contract.standingChoices,
    handle: async (ctx, { query }) => {
      if (!Object.hasOwn(ctx.kinds, query.kind)) throw notFound();
      return { body: { items: await listStandingChoices(ctx, query.kind) } };
    },
  }),
];
