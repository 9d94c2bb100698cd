import { z } from 'zod';
import * as shared from '../http/contract.ts';
import { route, type Route } from '../http/route.ts';
import * as needContract from '../kinds/need/contract.ts';
import * as contract from './contract.ts';
import { listLacks } from './lacks.ts';
import { lookAtDecision, readDecisionInWords } from './read-decision.ts';
import { lookAtHome, readHome } from './read-home.ts';

export const overviewRoutes: Route[] = [
  route({
    method: 'get',
    path: '/municipalities/{municipality}/home',
    tag: 'home',
    summary: 'What waits for the asker today',
    access: 'municipality',
    answer: contract.home,
    looks: (_ctx, home) => lookAtHome(home),
    handle: async (ctx) => ({ body: await readHome(ctx) }),
  }),
  route({
    method: 'get',
    path: '/municipalities/{municipality}/lacks',
    tag: 'needs',
    summary: 'Unmet needs by area and type',
    access: 'municipality',
    answer: contract.lacks,
    handle: async (ctx) => ({ body: await listLacks(ctx) }),
  }),
  route({
    method: 'get',
    path: '/municipalities/{municipality}/decisions/{id}',
    tag: 'needs',
    summary: 'A stored decision in words',
    access: 'municipality',
    params: z.object({ municipality: z.string(), id: shared.id }),
    answer: needContract.decisionAnswer,
    looks: (ctx, _body, { params }) => lookAtDecision(ctx, params.id),
    handle: async (ctx, { params }) => ({ body: await readDecisionInWords(ctx, params.id) }),
  }),
];
