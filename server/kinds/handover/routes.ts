import { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { route, type Route } from '../../http/route.ts';
import { lookAtLines } from '../../overview/read-home.ts';
import type { HomePart } from '../../records/home.ts';
import * as contract from './contract.ts';
import {
  handOver,
  nameSuccessor,
  readHandoverRecord,
  readHandovers,
  readOpenOf,
  receiveHandover,
} from './handovers.ts';

const base = '/municipalities/{municipality}/handovers';
const byId = z.object({ municipality: z.string(), id: shared.id });

/** The pages that they lead to; half-done answers to that of their record. */
const withPath = (items: { path: string | null }[]): { path: string }[] =>
  [...new Set(items.flatMap(({ path }) => path?.replace(/#.*/, '') ?? []))].map((path) => ({ path }));

/** `parts`: what nouns that are no records hand in of what is open. */
export const handoverRoutes = (parts: readonly HomePart[]): Route[] => [
  route({
    method: 'get',
    path: base,
    tag: 'handovers',
    summary: 'What was handed over by or to the asker, or in areas that they administer',
    access: 'municipality',
    query: shared.paging.extend(contract.handoverQuery.shape),
    answer: contract.handoverPage,
    handle: async (ctx, { query }) => ({ body: await readHandovers(ctx, query.waiting === 'true', query) }),
  }),
  route({
    method: 'get',
    path: `${base}/open`,
    tag: 'handovers',
    summary: 'What is open of somebody in a role, and who could go on with it',
    access: 'municipality',
    query: contract.handoverAsked,
    answer: contract.handoverOpen,
    looks: (ctx, { items }) => lookAtLines(ctx, 'handover.open', withPath(items)),
    handle: async (ctx, { query }) => {
      const body = await readOpenOf(ctx, parts, query);
      return { body, version: body.version };
    },
  }),
  route({
    method: 'post',
    path: base,
    tag: 'handovers',
    summary: 'End a role and hand over what is open of it; the version is the role’s',
    access: 'municipality',
    person: true,
    body: contract.handoverInput,
    ifMatch: true,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { body, version }) => {
      const saved = await handOver(ctx, parts, version, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'get',
    path: `${base}/{id}`,
    tag: 'handovers',
    summary: 'What was handed over, as it stands now',
    access: 'municipality',
    params: byId,
    answer: contract.handoverRecord,
    looks: (ctx, { id, area, note, items }) => {
      const looks = lookAtLines(ctx, 'handover.read', withPath(items));
      // Its note may name whom no record here is about.
      return note === ''
        ? looks
        : [{ ...looks[0], action: 'handover.read', record: { kind: 'handover', id, title: area.name } }];
    },
    handle: async (ctx, { params }) => {
      const body = await readHandoverRecord(ctx, parts, params.id);
      return { body, version: body.version };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/{id}`,
    tag: 'handovers',
    summary: 'Say who goes on with it',
    access: 'municipality',
    params: byId,
    body: contract.handoverPatch,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const saved = await nameSuccessor(ctx, params.id, version, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'post',
    path: `${base}/{id}/receive`,
    tag: 'handovers',
    summary: 'Say that one has received what was handed over',
    access: 'municipality',
    params: byId,
    answer: shared.saved,
    handle: async (ctx, { params }) => {
      const saved = await receiveHandover(ctx, params.id);
      return { body: saved, version: saved.version };
    },
  }),
];
