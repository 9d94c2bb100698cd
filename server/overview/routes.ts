import { z } from 'zod';
import * as shared from '../http/contract.ts';
import { route, type Route } from '../http/route.ts';
import * as needContract from '../kinds/need/contract.ts';
import type { HomePart } from '../records/home.ts';
import type { SearchPart } from '../records/search.ts';
import * as contract from './contract.ts';
import { readFigures } from './figures.ts';
import { lookAtDecision, readDecisionInWords } from './read-decision.ts';
import { lookAtNews, markRead, readDigest, readNews, setDigest } from './news.ts';
import { readHome, tellHome } from './read-home.ts';
import { decideFailure, readFailures } from './failures.ts';
import { readSettings } from './read-settings.ts';
import { searchEverything } from './search.ts';

/** `parts`: what nouns that are no records tell on home pages; `searched`: how they are found from every page. */
export const overviewRoutes = (parts: readonly HomePart[], searched: readonly SearchPart[]): Route[] => [
  route({
    method: 'get',
    path: '/municipalities/{municipality}/home',
    tag: 'home',
    summary: 'What waits for the asker today',
    access: 'municipality',
    answer: contract.home,
    looks: 'given',
    handle: async (ctx) => tellHome(ctx, await readHome(ctx, parts)),
  }),
  route({
    method: 'get',
    path: '/municipalities/{municipality}/search',
    tag: 'home',
    summary: 'Everything that the asker may see and that holds all of the words',
    access: 'municipality',
    query: contract.searchQuery,
    answer: contract.searched,
    // Not what was asked for: it may have been a name.
    looks: 'given',
    handle: (ctx, { query }) => searchEverything(ctx, searched, query.q),
  }),
  route({
    method: 'get',
    path: '/municipalities/{municipality}/settings',
    tag: 'settings',
    summary: 'What each place of the settings holds, and the drafts to go on with',
    access: 'municipality',
    answer: contract.settings,
    handle: async (ctx) => ({ body: await readSettings(ctx) }),
  }),
  route({
    method: 'get',
    path: '/municipalities/{municipality}/news',
    tag: 'home',
    summary: 'What others did and concerns the asker, read or not',
    access: 'municipality',
    answer: contract.news,
    looks: (ctx, news) => lookAtNews(ctx, news),
    handle: async (ctx, _input, { installation }) => ({
      body: {
        ...(await readNews(ctx, parts)),
        digest: await readDigest(ctx, installation),
      },
    }),
  }),
  route({
    method: 'post',
    path: '/municipalities/{municipality}/news/read',
    tag: 'home',
    summary: 'Mark news as read, or all of them',
    access: 'municipality',
    body: contract.newsRead,
    handle: async (ctx, { body }) => {
      await markRead(ctx, parts, body);
      return {};
    },
  }),
  route({
    method: 'patch',
    path: '/municipalities/{municipality}/news',
    tag: 'home',
    summary: 'Get news by mail once a day, or not',
    access: 'municipality',
    person: true,
    body: contract.newsSettings,
    handle: async (ctx, { body }) => {
      await setDigest(ctx, body.digest);
      return {};
    },
  }),
  route({
    method: 'get',
    path: '/municipalities/{municipality}/figures',
    tag: 'home',
    summary: 'What happened in the asker’s areas this fiscal year, beside the year before',
    access: 'municipality',
    answer: contract.figures,
    handle: async (ctx) => ({ body: await readFigures(ctx, parts) }),
  }),
  route({
    method: 'get',
    path: '/municipalities/{municipality}/failures',
    tag: 'settings',
    summary: 'What the server has given up to do by itself',
    access: 'municipality',
    query: shared.paging,
    answer: contract.failurePage,
    handle: async (ctx, { query }) => ({ body: await readFailures(ctx, query) }),
  }),
  route({
    method: 'post',
    path: '/municipalities/{municipality}/failures/{id}/decision',
    tag: 'settings',
    summary: 'Have what failed done once more, or let it be',
    access: 'municipality',
    params: z.object({ municipality: z.string(), id: shared.id }),
    body: contract.failureDecision,
    handle: async (ctx, { params, body }) => {
      await decideFailure(ctx, params.id, body.decision);
      return {};
    },
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
    // Each kind keeps to this shape with what it tells of its decisions.
    handle: async (ctx, { params }) => ({
      body: (await readDecisionInWords(ctx, params.id)) as z.input<typeof needContract.decisionAnswer>,
    }),
  }),
];
