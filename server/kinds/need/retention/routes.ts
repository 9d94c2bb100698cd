import { z } from 'zod';
import * as shared from '../../../http/contract.ts';
import { route, type Route } from '../../../http/route.ts';
import { numberTitle } from '../../../kernel/audit-details.ts';
import * as contract from './contract.ts';
import {
  approveList,
  changeRetention,
  drawUpList,
  readList,
  readListedNeeds,
  readLists,
  readRetention,
} from './retention.ts';

const base = '/municipalities/{municipality}/retention';
const list = `${base}/lists/{id}`;
const byId = z.object({ municipality: z.string(), id: shared.id });

export const retentionRoutes: Route[] = [
  route({
    method: 'get',
    path: base,
    tag: 'settings',
    summary: 'How long what is personal in closed needs is kept, and who approves that it goes',
    access: 'municipality',
    answer: contract.retention,
    handle: async (ctx) => {
      const settings = await readRetention(ctx);
      return { body: settings, version: settings.version };
    },
  }),
  route({
    method: 'patch',
    path: base,
    tag: 'settings',
    summary: 'Say how long it is kept, and who approves that it goes',
    access: 'municipality',
    person: true,
    body: contract.retentionPatch,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { body, version }) => {
      const next = await changeRetention(ctx, version, body);
      return { body: { id: ctx.municipality.id, version: next }, version: next };
    },
  }),
  route({
    method: 'get',
    path: `${base}/lists`,
    tag: 'settings',
    summary: 'The lists of what is to be erased or was, newest first',
    access: 'municipality',
    query: shared.paging,
    answer: contract.erasureListPage,
    handle: async (ctx, { query }) => ({ body: await readLists(ctx, query) }),
  }),
  route({
    method: 'post',
    path: `${base}/lists`,
    tag: 'settings',
    summary: 'Draw up the needs that are past their years, to be approved; nothing goes by it',
    access: 'municipality',
    answer: shared.saved,
    status: 201,
    handle: async (ctx) => {
      const made = await drawUpList(ctx);
      return { body: made, version: made.version };
    },
  }),
  route({
    method: 'get',
    path: list,
    tag: 'settings',
    summary: 'A list of what is to be erased',
    access: 'municipality',
    params: byId,
    answer: contract.erasureList,
    handle: async (ctx, { params }) => {
      const list = await readList(ctx, params.id);
      return { body: list, version: list.version };
    },
  }),
  route({
    method: 'get',
    path: `${list}/needs`,
    // It names needs: a token for settings alone does not see them.
    tag: 'needs',
    summary: 'What stands on a list of what is to be erased',
    access: 'municipality',
    params: byId,
    query: shared.paging,
    answer: contract.listedNeedPage,
    looks: 'given',
    handle: async (ctx, { params, query }) => {
      const { number, page } = await readListedNeeds(ctx, params.id, query);
      const look = {
        action: 'retention.read',
        record: { kind: 'erasure-list', id: params.id, title: numberTitle(number) },
        details: { shown: page.items.length },
        shows: page.items.map((need) => need.id),
      };
      return { body: page, looks: [look] };
    },
  }),
  route({
    method: 'post',
    path: `${list}/approval`,
    tag: 'settings',
    summary: 'Approve a list: what is personal in its needs goes, for good',
    access: 'municipality',
    person: true,
    params: byId,
    body: contract.erasureApproval,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const next = await approveList(ctx, params.id, version, body.leaveOut);
      return { body: { id: params.id, version: next }, version: next };
    },
  }),
];
