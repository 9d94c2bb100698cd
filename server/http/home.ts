import { readHome } from '../services/home/read-home.ts';
import * as contract from './contract/index.ts';
import { route, type Route } from './route.ts';

export const homeRoutes: Route[] = [
  route({
    method: 'get',
    path: '/municipalities/{municipality}/home',
    tag: 'home',
    summary: 'What waits for the asker today',
    access: 'municipality',
    answer: contract.home,
    handle: async (ctx) => ({ body: await readHome(ctx) }),
  }),
];
